/** Elements whose content nobody reads. */
const unread = /<(head|style|script|title)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<!doctype[^>]*>/gi;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  laquo: '«',
  raquo: '»',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  copy: '©',
};
/** What stands for a tag: the end of a paragraph, of a line, of a cell. Other tags leave nothing. */
const breaks: readonly { readonly tag: RegExp; readonly text: string }[] = [
  { tag: /<br\b[^>]*>/gi, text: '\n' },
  { tag: /<hr\b[^>]*>/gi, text: '\n\n' },
  { tag: /<li\b[^>]*>/gi, text: '\n— ' },
  { tag: /<\/t[dh]\s*>/gi, text: ' ' },
  { tag: /<\/(tr|div)\s*>/gi, text: '\n' },
  { tag: /<(p|h[1-6]|ul|ol|blockquote)\b[^>]*>|<\/(p|h[1-6]|ul|ol|table|blockquote)\s*>/gi, text: '\n\n' },
];

/**
 * The plain part of a letter that was written as HTML only, for mail programs that show no HTML: paragraphs, lists, cells in a
 * row, `text: address` for links, descriptions for pictures.
 */
export function plainOfHtml(html: string): string {
  let text = html.replace(unread, '').replace(/[\s]+/g, ' ').replace(hidden, '');
  text = text.replace(/<img\b[^>]*>/gi, (tag) => attributeOf(tag, 'alt'));
  text = text.replace(/<a\b([^>]*)>(.*?)<\/a\s*>/gi, (_, tag: string, label: string) =>
    linkOf(attributeOf(tag, 'href'), label),
  );
  for (const { tag, text: instead } of breaks) text = text.replace(tag, instead);
  return tidy(decoded(text.replace(/<[^>]*>/g, '')));
}

/** Preview lines of mail programs: there, and shown to nobody who opens the letter. */
const hidden = /<(div|span)\b[^>]*display:\s*none[^>]*>[^<]*<\/\1\s*>/gi;

function attributeOf(tag: string, name: string): string {
  return (
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i')
      .exec(tag)
      ?.slice(1)
      .find((value) => value !== undefined) ?? ''
  );
}

function linkOf(address: string, label: string): string {
  const said = label.replace(/<[^>]*>/g, '').trim();
  if (said === '' || said === address.replace(/^(mailto|tel):/, '')) return address.replace(/^(mailto|tel):/, '');
  return address === '' || address.startsWith('#') || /^(mailto|tel):/.test(address) ? said : `${said}: ${address}`;
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? parseInt(hex!, 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0\u200b-\u200f\u034f]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
