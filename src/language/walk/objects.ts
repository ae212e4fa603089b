import { isMap, isScalar, Scalar, type Node } from 'yaml';
import { alternatives, fileFields } from '../memberShapes.js';
import { pathKey } from '../landmarks.js';
import { didYouMean } from '../nearest.js';
import { quotedLine } from '../quoting.js';
import type { ObjectShape, Shape } from '../shape.js';
import { entriesOf, type Entry } from './entries.js';
import { exampleAt } from './examples.js';
import { asMap } from './meant.js';
import { readAt } from './read.js';
import { isCutOff, isEmpty, put, report, reportAt, subject, type Walk } from './walk.js';
import { reportType } from './wrongType.js';

type Spec = Record<string, unknown>;

/** A map with known keys. */
export function readObject(shape: ObjectShape, node: Node, walk: Walk): Spec | undefined {
  if (isEmpty(node) && !shape.required?.length && !shape.oneOf?.length) return {};
  if (!isMap(node)) return reportType(walk, node, 'a map', asMap(shape, node, walk));
  const entries = entriesOf(node, walk);
  const spec = readFields(entries, shape.fields, shape.rest, walk);
  checkPresence(shape, entries, node, walk);
  return spec;
}

/** The entries by the shapes of their keys; unknown ones are reported. */
export function readFields(
  entries: readonly Entry[],
  fields: Readonly<Record<string, Shape>>,
  rest: Shape | undefined,
  walk: Walk,
): Spec {
  const spec: Spec = {};
  entries.forEach((entry, index) => {
    if (isCutOff(walk, entry.key)) return;
    const shape = Object.hasOwn(fields, entry.name) ? fields[entry.name] : rest;
    if (shape) readField(entry, shape, spec, walk);
    else reportUnknown(entry, entries[index - 1], Object.keys(fields), walk);
  });
  return spec;
}

function readField(entry: Entry, shape: Shape, spec: Spec, walk: Walk): void {
  const name = shape.shape === 'file' ? shape.as : entry.name;
  if (shape.shape === 'file') walk.landmarks.steps.set(pathKey([...walk.path, name]), entry.name);
  const value = readAt(name, shape, entry.value, walk);
  if (value !== undefined) put(spec, name, value);
}

function reportUnknown(entry: Entry, before: Entry | undefined, known: readonly string[], walk: Walk): void {
  if (entry.bare && before && isPlain(before.value)) return reportComma(before.value, entry.key, walk);
  const where = walk.path.length > 0 ? ` in ${subject(walk)}` : '';
  const suggestion =
    entry.name === '<<'
      ? 'YAML 1.2 has no merge keys: write the keys out'
      : entry.name === 'true' && known.includes('on')
        ? 'write on: what reads YAML 1.1 makes true of it'
        : (didYouMean(entry.name, known) ?? (known.length > 0 ? `known here: ${known.join(', ')}` : undefined));
  report(walk, 'unknownKey', entry.key, `unknown key "${entry.name}"${where}`, suggestion);
}

/** `{name: Loyal, very}`: the comma belonged to the value before. */
function reportComma(value: Node, stray: Node, walk: Walk): void {
  const [start] = value.range!;
  const [, end] = stray.range!;
  if (walk.cuts.some((cut) => cut.start <= start && end <= cut.end)) return;
  const suggestion = quotedLine(walk.source.text, start, end);
  reportAt(
    walk,
    'needsQuotes',
    start,
    end,
    'this value must stand in quotes: inside { } YAML ends it at the comma',
    suggestion,
  );
  walk.cuts.push({ start, end });
}

function isPlain(node: Node): boolean {
  return isScalar(node) && node.type === Scalar.PLAIN && !isEmpty(node);
}

/** Required keys, and sets of keys of which exactly one is given. */
function checkPresence(shape: ObjectShape, entries: readonly Entry[], node: Node, walk: Walk): void {
  const present = new Set(entries.map(({ name }) => name));
  const missing = (shape.required ?? []).filter((name) => !present.has(name) && !isGivenByFile(shape, name, present));
  if (missing.length > 0)
    reportMissing(
      missing.map((name) => [name]),
      entries,
      node,
      walk,
    );
  for (const keys of alternatives(shape)) {
    const given = keys.filter((name) => present.has(name));
    if (given.length === 0) reportMissing([keys], entries, node, walk);
    if (given.length > 1) reportTwo(given, entries, walk);
  }
  for (const { key, as } of fileFields(shape)) {
    if (present.has(key) && present.has(as)) reportTwo([as, key], entries, walk);
  }
}

function isGivenByFile(shape: ObjectShape, name: string, present: ReadonlySet<string>): boolean {
  return fileFields(shape).some(({ key, as }) => as === name && present.has(key));
}

/** `missing`: what is missing, each as the keys of which one would do. */
export function reportMissing(
  missing: readonly (readonly string[])[],
  entries: readonly Entry[],
  node: Node,
  walk: Walk,
): void {
  const first = entries[0]?.key ?? node;
  const where = walk.path.length > 0 ? ` in ${subject(walk)}` : '';
  const names = missing.map((keys) => `"${keys.join('" or "')}"`);
  const subjects = names.length === 1 ? `the key ${names[0]!} is` : `the keys ${names.join(', ')} are`;
  report(walk, 'missingKey', first, `${subjects} missing${where}`, howToAdd(missing, walk));
}

function howToAdd(missing: readonly (readonly string[])[], walk: Walk): string | undefined {
  const examples = missing.flatMap((keys) =>
    keys
      .map((key) => [key, exampleAt(walk, key)] as const)
      .filter(([, value]) => value !== undefined)
      .slice(0, 1),
  );
  return examples.length === 0
    ? undefined
    : `for example ${examples.map(([key, value]) => `${key}: ${value!}`).join(', ')}`;
}

function reportTwo(names: readonly string[], entries: readonly Entry[], walk: Walk): void {
  const second = entries.find(({ name }) => name === names[1])!;
  report(walk, 'missingKey', second.key, `"${names.join('" and "')}" exclude each other`, 'keep one of them');
}
