import type { Project, Resource } from '../../language/project.js';
import { didYouMean } from '../../language/nearest.js';
import { momentOf } from '../../language/moment.js';
import type { Change, Event, EventData } from '../../model/event.js';
import { instant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import type { EventWord, Vocabulary } from '../../vocabulary/word.js';

/** A Test document, ready to run (language.md §7). */
export interface TestCase {
  readonly address: string;
  /** Code of the trigger that it is about. */
  readonly trigger: string;
  readonly file: string;
  readonly line: number;
  readonly events: readonly Event[];
  readonly expected: readonly Expected[];
  readonly never: readonly Expected[];
  readonly exact: boolean;
  readonly horizon: Instant;
  /** What makes it impossible to run: a name that nobody knows. */
  readonly problems: readonly Problem[];
}

/** An effect that must come, or must not. */
export interface Expected {
  readonly at?: Instant;
  readonly type: string;
  readonly pattern: unknown;
  readonly line: number;
}

export interface Problem {
  readonly line: number;
  readonly message: string;
}

type Spec = Readonly<Record<string, unknown>>;

export const minute = 60_000;

export function readTestCase(resource: Resource, project: Project, words: Vocabulary): TestCase {
  const { spec } = resource;
  const zone = project.config.timezone;
  const problems: Problem[] = [];
  const lineOf = (list: string, index: number): number => resource.locate([list, index]).line;
  const events: Event[] = listOf(spec['given']).flatMap((entry, index): readonly Event[] => {
    const event = eventOf(entry, index, zone, words);
    if (!('problem' in event)) return [event];
    problems.push({ line: lineOf('given', index), message: event.problem });
    return [];
  });
  const effects = (list: string): readonly Expected[] =>
    listOf(spec[list]).flatMap((entry, index) => {
      const expected = expectedOf(entry, lineOf(list, index), zone, words);
      if (!('problem' in expected)) return [expected];
      problems.push({ line: lineOf(list, index), message: expected.problem });
      return [];
    });
  const expected = effects('expect');
  const until = momentOf(spec['until'], zone);
  const last = Math.max(...events.map(({ at }) => at), ...expected.map(({ at }) => at ?? 0), until ?? 0);
  return {
    address: resource.address,
    trigger: String(spec['trigger']),
    file: resource.file,
    line: resource.line,
    events: events.sort((a, b) => a.at - b.at),
    expected,
    never: effects('never'),
    exact: spec['exact'] === true,
    // Times are exact to the minute: what is due within the last one belongs to it.
    horizon: instant(Math.floor(last / minute) * minute + minute - 1),
    problems,
  };
}

function eventOf(entry: Spec, index: number, zone: string, words: Vocabulary): Event | { readonly problem: string } {
  const { at: when, ...rest } = entry;
  const at = momentOf(when, zone);
  const names = Object.keys(rest);
  if (at === undefined) return { problem: 'it has no time that can be read' };
  if (names.length !== 1)
    return { problem: `one event each: it has ${names.length === 0 ? 'none' : names.join(', ')}` };
  const [name = ''] = names;
  const made = name === 'change' ? changeOf(rest[name]) : namedEvent(name, rest[name], words);
  return 'problem' in made ? made : { id: `given-${index + 1}`, source: 'test', at, ...made };
}

type Made = Pick<Event, 'type' | 'data'> | { readonly problem: string };

/** `change: {order: 1, status: paid}`: the fields that changed, by path or as maps. */
function changeOf(value: unknown): Made {
  if (!isObject(value)) return { problem: 'change is a map: {order: 1, status: paid}' };
  const kind = (['order', 'customer'] as const).find((name) => value[name] !== undefined);
  if (kind === undefined) return { problem: 'change names an order or a customer: {order: 1, status: paid}' };
  const { [kind]: id, ...fields } = value;
  return { type: `${kind}.changed`, data: { [kind]: entityOf(id), changes: leavesOf(fields) } };
}

function leavesOf(fields: Spec, prefix = ''): readonly Change[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isObject(value) ? leavesOf(value, `${prefix}${name}.`) : [{ field: prefix + name, old: undefined, new: value }],
  );
}

function namedEvent(name: string, value: unknown, words: Vocabulary): Made {
  const word = words.events.find((event) => event.name === name);
  if (!word && !name.startsWith('custom.')) {
    const known = words.events.map((event) => event.name);
    return { problem: [`there is no event "${name}"`, didYouMean(name, known)].filter(Boolean).join(': ') };
  }
  if (!isObject(value)) return { problem: `${name} holds a map` };
  return { type: name, data: dataOf(word, value) };
}

/** Order and customer events hold the object itself; others their data, where `order: 1` is short for `{id: 1}`. */
function dataOf(word: EventWord | undefined, value: Spec): EventData {
  const isItself = (word?.about === 'order' || word?.about === 'customer') && !(word.about in value);
  if (word && isItself) return { [word.about]: value };
  const carried = new Set(['order', 'customer', ...Object.keys(word?.carries ?? {})]);
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, carried.has(member) ? entityOf(inner) : inner]),
  );
}

function entityOf(value: unknown): Spec {
  return isObject(value) ? value : { id: value };
}

function expectedOf(
  entry: Spec,
  line: number,
  zone: string,
  words: Vocabulary,
): Expected | { readonly problem: string } {
  const { at: when, ...rest } = entry;
  const names = Object.keys(rest);
  if (names.length !== 1)
    return { problem: `one action each: it has ${names.length === 0 ? 'none' : names.join(', ')}` };
  const [type = ''] = names;
  const known = words.actions.map(({ name }) => name);
  if (!known.includes(type))
    return { problem: [`there is no action "${type}"`, didYouMean(type, known)].filter(Boolean).join(': ') };
  const at = momentOf(when, zone);
  return { type, pattern: rest[type], line, ...(at !== undefined && { at }) };
}

function listOf(value: unknown): readonly Spec[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
