/** A language and those that it falls back to: `en-US`, `en`. */
export function localesFrom(locale: string): readonly string[] {
  const parts = locale.split(/[-_]/);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}
