const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Text for XML, in attributes and between tags; characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  return text.replace(/[^\t\n\u0020-\uFFFD]/g, '').replace(/[&<>"\n]/g, (character) => names[character]!);
}
