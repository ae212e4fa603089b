/** A tag that is opened and never closed: what twing's parser trips over instead of naming it. Lines and columns count from 1. */
export function unclosedTag(source: string): {
  readonly message: string;
  readonly line: number;
  readonly column: number;
} {
  const open: { name: string; at: number }[] = [];
  for (const match of source.matchAll(/\{%[-~]?\s*(\w+)([^%]*)/g)) {
    const [, name = '', rest = ''] = match;
    if (name.startsWith('end')) {
      const last = open.map((tag) => `end${tag.name}`).lastIndexOf(name);
      if (last >= 0) open.length = last;
    } else if (!closesItself(name, rest)) open.push({ name, at: match.index });
  }
  const { name, at } = open.at(-1) ?? { name: '', at: 0 };
  const before = source.slice(0, at).split('\n');
  const message =
    name === '' ? 'The text cannot be read as a Twig template' : `"{% ${name} %}" is opened here and never closed`;
  return { message, line: before.length, column: before.at(-1)!.length + 1 };
}

/** Tags without an `end…`: `{% set a = 1 %}`, but not `{% set a %}`. */
function closesItself(name: string, rest: string): boolean {
  return ['else', 'elseif', 'include', 'extends'].includes(name) || (name === 'set' && rest.includes('='));
}
