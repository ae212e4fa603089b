import type { ObjectWord } from '../../language/scope.js';
import { alternativesOf, conjunctsOf, looksAtChanges } from './changeSet.js';
import { guards, variable, type Translating } from './expression.js';
import { durationIn } from './moment.js';
import { holds, type Node } from './node.js';
import { allOf, occasionsOf, sourceOf, translated, type Form, type Remark, type Subject } from './occasion.js';
import { parsePipeLang } from './parse.js';

export type { Form, Remark, Subject } from './occasion.js';

/** What the language of a project knows of objects, and whose clock is meant by working time. */
export interface Surroundings {
  readonly objects: Readonly<Record<string, ObjectWord>>;
  /** Code of the calendar that stands for the account's working hours. */
  readonly calendar: string;
}

export interface Translated {
  /** What sets it off; empty when nothing in the condition says so. */
  readonly on: readonly Form[];
  readonly when?: string;
  readonly once?: { readonly per: string; readonly every?: string };
  /** What found no counterpart. */
  readonly remarks: readonly Remark[];
}

/** Filter and condition of a trigger of the CRM as `on`, `when` and `once`. Both have to hold there; both are read in either syntax. */
export function translateConditions(
  sources: readonly string[],
  subject: Subject | undefined,
  names: readonly string[],
  around: Surroundings,
): Translated {
  const isWhole = (source: string): boolean => 'node' in parsePipeLang(source);
  // Both have to hold, so they are read as one condition; one that cannot be read does not spoil the other.
  const whole = sources
    .filter(isWhole)
    .map((source) => `(${source}\n)`)
    .join(' and ');
  const parts = [...(whole === '' ? [] : [whole]), ...sources.filter((source) => !isWhole(source))];
  const read = parts.map((source) => conditionsIn(source, subject, names, around));
  const once = read.find((each) => each.once)?.once;
  // What cannot be read has no tests.
  const when = read[0]?.when ?? '';
  return {
    on: read.flatMap(({ on }) => on),
    ...(when !== '' && { when }),
    ...(once !== undefined && { once }),
    remarks: read.flatMap(({ remarks }) => remarks),
  };
}

/** A value or a test by itself, without occasions: what an action sets a field to. */
export function translateValue(
  source: string,
  names: readonly string[],
  around: Surroundings,
): { readonly text: string } | Remark {
  const parsed = parsePipeLang(source);
  if ('problem' in parsed) return { source, reason: parsed.problem };
  const found = translated(parsed.node, { ...around, variables: variablesOf(names) }, { source }, 'value');
  return 'cel' in found ? { text: found.cel.text } : found;
}

interface Conditions {
  readonly on: readonly Form[];
  readonly when: string;
  readonly once?: Translated['once'];
  readonly remarks: readonly Remark[];
}

function conditionsIn(
  source: string,
  subject: Subject | undefined,
  names: readonly string[],
  around: Surroundings,
): Conditions {
  const parsed = parsePipeLang(source);
  if ('problem' in parsed) return { on: [], when: '', remarks: [{ source, reason: parsed.problem }] };
  const to: Translating = { ...around, variables: variablesOf(names) };
  const conjuncts = conjunctsOf(parsed.node);
  const onces = conjuncts.map((node) => onceOf(node, subject ?? 'customer'));
  const rest = conjuncts.filter((_, index) => onces[index] === undefined);
  const edges = rest.filter(looksAtChanges);
  const states = rest.filter((node) => !looksAtChanges(node)).map((node) => translated(node, to, { source }));
  const tests = states.flatMap((part) => ('cel' in part ? [part.cel] : []));
  const alternatives = subject === undefined || edges.length === 0 ? [] : alternativesOf(edges.reduce(and));
  const occasions = alternatives.map((each) => occasionsOf(each, { ...to, subject: subject!, source })); // there are some
  const once = onces.find((each) => each !== undefined);
  return {
    on: merged(occasions.flatMap(({ forms }) => forms)),
    when: allOf(tests.filter((test) => !tests.some((other) => guards(test, other)))),
    ...(once !== undefined && { once }),
    remarks: [
      ...states.flatMap((part) => ('reason' in part ? [part] : [])),
      ...occasions.flatMap(({ remarks }) => remarks),
      ...(subject === undefined ? edges.map((node) => noChanges(sourceOf(node, source))) : []),
    ],
  };
}

function noChanges(source: string): Remark {
  return { source, reason: 'this event has no change set' };
}

function and(left: Node, right: Node): Node {
  return { is: 'binary', op: 'and', left, right, start: left.start, end: right.end };
}

function variablesOf(names: readonly string[]): Translating['variables'] {
  return Object.fromEntries(names.map((name) => [name, variable(name)]));
}

/** `last_run("1 day", "code") == null`, `not last_run(…)`, or null or older than a moment: how often the trigger may. */
function onceOf(node: Node, per: string): Translated['once'] | undefined {
  const isLastRun = (part: Node): boolean => part.is === 'call' && part.name === 'last_run';
  if (!holds(node, isLastRun)) return undefined;
  if (node.is === 'binary' && node.op === 'or') {
    const date = findIn(node.right, (part) => part.is === 'call' && part.name === 'date');
    const every = date?.is === 'call' ? spanOf(date.args[0]) : undefined;
    return onceOf(node.left, per) !== undefined && every !== undefined ? { per, every } : undefined;
  }
  const call =
    node.is === 'not'
      ? node.of
      : node.is === 'binary' && node.op === '==' && node.right.is === 'literal' && node.right.value === null
        ? node.left
        : undefined;
  if (call?.is !== 'call' || !isLastRun(call)) return undefined;
  const every = spanOf(call.args[0]);
  return { per, ...(every !== undefined && { every }) };
}

function spanOf(node: Node | undefined): string | undefined {
  return node?.is === 'literal' && typeof node.value === 'string' ? durationIn(node.value) : undefined;
}

function findIn(node: Node, is: (node: Node) => boolean): Node | undefined {
  let found: Node | undefined;
  holds(node, (part) => {
    if (found === undefined && is(part)) found = part;
    return found !== undefined;
  });
  return found;
}

/** Forms that differ in what they wait for only are one. */
function merged(forms: readonly Form[]): readonly Form[] {
  const result: Form[] = [];
  for (const form of forms) {
    const index = result.findIndex((other) => isAlike(form, other));
    const known = result[index];
    if (known === undefined) result.push(form);
    else if (known.to && form.to) result[index] = { ...known, to: unique([...known.to, ...form.to]) };
    else if (known.changed !== undefined && form.changed !== undefined)
      result[index] = { ...known, changed: unique([known.changed, form.changed].flat()) };
    else if (known.where !== undefined && form.where !== undefined)
      result[index] = { ...known, where: unique([known.where, form.where]).join(' || ') };
    else result[index] = { event: known.event! }; // one of them asks nothing: every such event
  }
  return result;
}

function isAlike(a: Form, b: Form): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  const isBare = (form: Form): boolean => form.changed !== undefined && Object.keys(form).length === 1;
  if (isBare(a) && isBare(b)) return true;
  if (a.event !== undefined && a.event === b.event) return true;
  const { to: wantedA, ...restA } = a;
  const { to: wantedB, ...restB } = b;
  return wantedA !== undefined && wantedB !== undefined && JSON.stringify(restA) === JSON.stringify(restB);
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((each) => [JSON.stringify(each), each])).values()];
}
