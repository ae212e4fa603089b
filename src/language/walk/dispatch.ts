import { isMap, type Node } from 'yaml';
import { dispatchFields, dispatchWords } from '../memberShapes.js';
import { didYouMean } from '../nearest.js';
import type { DispatchShape } from '../shape.js';
import { entriesOf, type Entry } from './entries.js';
import { asWord } from './meant.js';
import { readFields, reportMissing } from './objects.js';
import { report, type Walk } from './walk.js';
import { reportType } from './wrongType.js';

/** A map in which exactly one key is a word (`send`, `wait`, `changed`) and says what the others are. */
export function readDispatch(shape: DispatchShape, node: Node, walk: Walk): Record<string, unknown> | undefined {
  if (!isMap(node)) return reportType(walk, node, `a map with one ${shape.noun} word`, asWord(shape, node, walk));
  const words = dispatchWords(shape);
  const entries = entriesOf(node, walk);
  const found = wordsAmong(entries, words);
  if (found.length !== 1) {
    reportWords(shape, found, entries, node, walk);
    readFields(
      entries.filter(({ name }) => Object.hasOwn(shape.common, name)),
      shape.common,
      undefined,
      walk,
    );
    return undefined;
  }
  const name = found[0]!.name;
  const word = words[name]!;
  if (word.example !== undefined) walk.examples.push({ depth: walk.path.length, yaml: word.example });
  const spec = readFields(entries, dispatchFields(shape, name), undefined, walk);
  const present = new Set(entries.map((entry) => entry.name));
  const missing = [...(shape.required ?? []), ...(word.required ?? [])].filter((key) => !present.has(key));
  if (missing.length > 0)
    reportMissing(
      missing.map((key) => [key]),
      entries,
      node,
      walk,
    );
  if (word.example !== undefined) walk.examples.pop();
  return spec;
}

/** Entries that are words, without those that only belong to another word among them. */
function wordsAmong(entries: readonly Entry[], words: ReturnType<DispatchShape['words']>): readonly Entry[] {
  const candidates = entries.filter(({ name }) => Object.hasOwn(words, name));
  if (candidates.length < 2) return candidates;
  const own = candidates.filter(
    ({ name }) => !candidates.some((other) => other.name !== name && words[other.name]!.siblings?.[name]),
  );
  return own.length > 0 ? own : candidates;
}

function reportWords(
  shape: DispatchShape,
  found: readonly Entry[],
  entries: readonly Entry[],
  node: Node,
  walk: Walk,
): void {
  const words = Object.keys(dispatchWords(shape));
  const list = words.join(', ');
  if (found.length > 1) {
    const names = found.map(({ name }) => `"${name}"`).join(' and ');
    report(
      walk,
      'notOneWord',
      found[1]!.key,
      `one ${shape.noun} is one word, here are ${names}`,
      `make one ${shape.noun} of each`,
    );
    return;
  }
  const unknown = entries.filter(({ name }) => !Object.hasOwn(shape.common, name));
  const near = unknown
    .map((entry) => ({ entry, meant: didYouMean(entry.name, words) }))
    .find(({ meant }) => meant !== undefined);
  const culprit = near?.entry ?? unknown[0];
  if (culprit)
    report(walk, 'notOneWord', culprit.key, `"${culprit.name}" is no ${shape.noun}`, near?.meant ?? `one of ${list}`);
  else
    report(
      walk,
      'notOneWord',
      entries[0]?.key ?? node,
      `this ${shape.noun} does not say what it does`,
      `one of ${list}`,
    );
}
