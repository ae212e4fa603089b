const alone = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);

/** What is wrong with the form of HTML: an element that is not closed or not opened, an attribute without its quote. */
export function faultsOfHtml(html: string): readonly string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const text = html.replace(/<!--[\s\S]*?-->|<!doctype[^>]*>|<style\b[\s\S]*?<\/style>/gi, '');
  const tag = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+(?:\s*=\s*"[^"<]*")?)*)\s*(\/?)>/y;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    tag.lastIndex = at;
    const match = tag.exec(text);
    if (match === null) {
      faults.push(`no tag: ${text.slice(at, at + 60)}`);
      at++;
      continue;
    }
    at = tag.lastIndex;
    const [, closes, name = '', , closed] = match;
    if (closed || alone.has(name.toLowerCase())) continue;
    if (!closes) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else faults.push(`</${name}> closes <${open.at(-1) ?? ''}>`);
  }
  const loose = /&(?![a-z]+;|#\d+;|#x[0-9a-f]+;)/i.exec(text);
  if (loose) faults.push(`a loose &: ${text.slice(Math.max(0, loose.index - 20), loose.index + 20)}`);
  return [...faults, ...open.map((name) => `<${name}> is not closed`)];
}
