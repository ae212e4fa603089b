import type { Effect } from '../../model/effect.js';
import { isObject } from '../../model/json.js';
import { momentOf } from '../../language/moment.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { minute, type Expected } from './testCase.js';

/** An effect in the words of its YAML. */
export interface Written {
  readonly effect: Effect;
  readonly value: Readonly<Record<string, unknown>>;
}

export function write(effect: Effect, words: Vocabulary): Written {
  const word = words.actions.find(({ name }) => name === effect.type);
  return { effect, value: word?.written?.(effect) ?? effect.data };
}

/** Whether an effect is what a Test names: its type, the minute when one is given, whom it is about, and the part that is written. */
export function isExpected(written: Written, expected: Expected, zone: string): boolean {
  const { effect } = written;
  if (effect.type !== expected.type || !isInTime(effect, expected)) return false;
  return hasOutcome(effect, expected) && isWhose(written, expected) && matchesAction(written, expected, zone);
}

export function isInTime({ at }: Effect, expected: Expected): boolean {
  return expected.at === undefined || isSameMinute(at, expected.at);
}

/** Done; held back for that reason, when one is expected. */
export function hasOutcome({ outcome, reason }: Effect, expected: Expected): boolean {
  return expected.reason === undefined ? outcome === 'done' : outcome !== 'done' && reason === expected.reason;
}

/** Of that step, about that order and that customer. */
export function isWhose({ effect }: Written, { step, order, customer }: Expected): boolean {
  return (
    (step === undefined || effect.step === step || effect.step.endsWith(`/${step}`)) &&
    (order === undefined || effect.order === order) &&
    (customer === undefined || effect.customer === customer)
  );
}

/** An action with one text may be written short: `note: "*A-1*"`; alone (`task:`) it stands for every one. */
export function matchesAction({ value }: Written, { pattern }: Expected, zone: string): boolean {
  return pattern === null || matches(isObject(pattern) ? value : value['text'], pattern, zone);
}

/** Maps match in part; in a list each pattern finds an element, and `true` says that there is one; `*` in a text stands for anything; null is absence. */
export function matches(value: unknown, pattern: unknown, zone: string): boolean {
  if (pattern === null || pattern === undefined) return value === undefined || value === null;
  if (isObject(pattern)) {
    return isObject(value) && Object.entries(pattern).every(([name, inner]) => matches(value[name], inner, zone));
  }
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && pattern.every((each) => value.some((element) => matches(element, each, zone)));
  }
  if (Array.isArray(value) && pattern === true && value.length > 0) return true;
  if (Array.isArray(value)) return value.some((element) => matches(element, pattern, zone));
  if (value === undefined || value === null || isObject(value)) return false;
  if (typeof pattern !== 'string') return String(value) === String(pattern);
  return wildcard(pattern).test(String(value)) || isSameMoment(value, pattern, zone);
}

function isSameMinute(a: number, b: number): boolean {
  return Math.floor(a / minute) === Math.floor(b / minute);
}

/** `due: 2026-03-03 10:15` in the zone of the account. */
function isSameMoment(value: unknown, pattern: string, zone: string): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(value)) return false;
  const at = momentOf(value, zone);
  const wanted = momentOf(pattern, zone);
  return at !== undefined && wanted !== undefined && isSameMinute(at, wanted);
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`, 'u');
}
