import { momentOf } from '../../language/moment.js';
import type { Project, Resource } from '../../language/project.js';
import type { Change, Event, EventData } from '../../model/event.js';
import { instant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import type { Answers } from './answers.js';
import type { EventWord, Vocabulary } from '../../vocabulary/word.js';

/** A Test document, ready to run (docs/language.md#test-it). */
export interface TestCase {
  readonly address: string;
  /** Code of the trigger that it is about. */
  readonly trigger: string;
  /** Codes of the triggers that run too. */
  readonly beside: readonly string[];
  readonly file: string;
  readonly line: number;
  readonly events: readonly Event[];
  readonly answers: Answers;
  readonly expected: readonly Expected[];
  readonly never: readonly Expected[];
  readonly exact: boolean;
  readonly horizon: Instant;
}

/** An effect that must come, or must not. */
export interface Expected {
  readonly at?: Instant;
  /** Ids of the order and the customer that it is done to. */
  readonly order?: string;
  readonly customer?: string;
  /** Id or path of the step. */
  readonly step?: string;
  /** Why it was held back; without one it was done. */
  readonly reason?: string;
  readonly type: string;
  readonly pattern: unknown;
  readonly line: number;
}

type Spec = Readonly<Record<string, unknown>>;

export const minute = 60_000;

/** Reads a Test of a checked project: names and times are known to be right. */
export function readTestCase(resource: Resource, project: Project, words: Vocabulary): TestCase {
  const { spec, address, file, line } = resource;
  const zone = project.config.timezone;
  const effects = (list: string): readonly Expected[] =>
    listOf(spec[list]).map((entry, index) => {
      const expected = expectedOf(entry, resource.locate([list, index]).line, zone);
      const word = words.actions.find(({ name }) => name === expected.type);
      const pattern = isObject(expected.pattern) ? word?.expected?.(expected.pattern, project) : undefined;
      return pattern === undefined ? expected : { ...expected, pattern };
    });
  const events = listOf(spec['given'])
    .map((entry, index) => eventOf(entry, index, zone, words))
    .sort((a, b) => a.at - b.at);
  const expected = effects('expect');
  const moments = [...events, ...expected].map(({ at }) => at ?? 0);
  const last = Math.max(...moments, momentOf(spec['until'], zone) ?? 0);
  return {
    address,
    trigger: String(spec['trigger']),
    beside: Array.isArray(spec['beside']) ? spec['beside'].map(String) : [],
    file,
    line,
    events,
    answers: new Map(
      Object.entries(isObject(spec['answers']) ? spec['answers'] : {}).map(([step, answer]) => [
        step,
        entityOf(answer),
      ]),
    ),
    expected,
    never: effects('never'),
    exact: spec['exact'] === true,
    // Times are exact to the minute: what is due within the last one belongs to it.
    horizon: instant(Math.floor(last / minute) * minute + minute - 1),
  };
}

function eventOf({ at, ...rest }: Spec, index: number, zone: string, words: Vocabulary): Event {
  const [[name, value] = ['change', {}]] = Object.entries(rest);
  const made = name === 'change' ? changeOf(value) : namedEvent(name, value, words);
  return { id: `given-${index + 1}`, source: 'test', at: momentOf(at, zone) ?? instant(0), ...made };
}

/** `change: {order: 1, status: paid}`: the fields that changed, by path or as maps. */
function changeOf(value: unknown): Pick<Event, 'type' | 'data'> {
  const change = isObject(value) ? value : {};
  const kind = change['order'] === undefined ? 'customer' : 'order';
  const { [kind]: id, ...fields } = change;
  return { type: `${kind}.changed`, data: { [kind]: entityOf(id), changes: leavesOf(fields) } };
}

function leavesOf(fields: Spec, prefix = ''): readonly Change[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isObject(value) ? leavesOf(value, `${prefix}${name}.`) : [{ field: prefix + name, old: undefined, new: value }],
  );
}

/** Order and customer events hold the object itself; others their data, where `order: 1` is short for `{id: 1}`. */
function namedEvent(name: string, value: unknown, words: Vocabulary): Pick<Event, 'type' | 'data'> {
  const word = words.events.find((event) => event.name === name);
  const object = entityOf(value);
  if (word && isItself(word, object)) return { type: name, data: { [word.about]: object } };
  const carried = new Set(['order', 'customer', ...Object.keys(word?.carries ?? {})]);
  const members = Object.entries(object).map(([member, inner]) => [
    member,
    carried.has(member) ? entityOf(inner) : inner,
  ]);
  const data: EventData = Object.fromEntries(members);
  return { type: name, data };
}

function isItself({ about }: EventWord, value: Spec): boolean {
  return (about === 'order' || about === 'customer') && !(about in value);
}

function entityOf(value: unknown): Spec {
  return isObject(value) ? value : { id: value };
}

function expectedOf({ at: when, about, step, reason, ...rest }: Spec, line: number, zone: string): Expected {
  const [[type, pattern] = ['', undefined]] = Object.entries(rest);
  const at = momentOf(when, zone);
  return {
    type,
    pattern,
    line,
    ...(at !== undefined && { at }),
    ...(about as Pick<Expected, 'order' | 'customer'> | undefined), // by its shape
    ...(typeof step === 'string' && { step }),
    ...(typeof reason === 'string' && { reason }),
  };
}

function listOf(value: unknown): readonly Spec[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
