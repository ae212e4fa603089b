/** A language and those that it falls back to, in small letters: `en-us`, `en`. */
export function localesFrom(locale: string): readonly string[] {
  const parts = locale.toLowerCase().split(/[-_]/);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}
