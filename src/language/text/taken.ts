import { scan } from './scan.js';
import type { Range } from './members.js';

/** The code of a fragment that a text takes in, and the characters of the code. */
export interface Taken extends Range {
  readonly code: string;
}

/** Codes that stand in `{% extends '…' %}` and `{% include '…' %}`, in order, found without the template engine. */
export function takenIn(source: string): readonly Taken[] {
  if (!mayTake(source)) return [];
  return scan(source).parts.flatMap((part) => {
    if (part.part !== 'tag' || (part.name !== 'extends' && part.name !== 'include')) return [];
    const match = /^\s*(['"])([^'"]*)\1/.exec(source.slice(part.nameStart + part.name.length, part.end));
    if (!match) return [];
    const start = part.nameStart + part.name.length + match[0].length - 1 - match[2]!.length;
    return [{ code: match[2]!, start, end: start + match[2]!.length }];
  });
}

function mayTake(source: string): boolean {
  return /\{%[-~]?\s*(?:extends|include)\b/.test(source);
}
