/** Cyrillic letters that look like Latin ones: a keyboard in the other layout makes names that nobody can tell apart. */
const cyrillic = 'асеорхуіјѕԁһԛԝАВЕКМНОРСТХУІЈЅԌ';
const latin = 'aceopxyijsdhqwABEKMHOPCTXYIJSG';

const latinOf = new Map([...cyrillic].map((letter, index) => [letter, latin[index] ?? letter]));

/** The text with Latin letters in place of those that look like them. */
export function latinized(text: string): string {
  return text.replace(/[\u0400-\u052f]/gu, (letter) => latinOf.get(letter) ?? letter);
}

/** The name of which a letter at this place is Cyrillic, as it stands and as it was meant; `undefined` when none is. */
export function cyrillicNameAt(source: string, at: number): { name: string; meant: string | undefined } | undefined {
  const rest = source.slice(at);
  if (!/^[\u0400-\u052f]/u.test(rest)) return undefined;
  const name = /[\p{L}\p{N}_]*$/u.exec(source.slice(0, at))![0] + /^[\p{L}\p{N}_]*/u.exec(rest)![0];
  return { name, meant: meantLatin(name) };
}

/** `order` for a name that is written with letters of both kinds; `undefined` when it is Latin, or another word. */
export function meantLatin(name: string): string | undefined {
  const found = latinized(name);
  return found === name || /[^\u0020-\u007e]/u.test(found) ? undefined : found;
}
