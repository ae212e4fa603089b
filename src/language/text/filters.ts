import { any, boolean, listOf, number, string, timestamp } from '../valueType.js';
import type { ValueType } from '../valueType.js';

/** Type of a filter's result, from the type of what it is applied to. */
type Result = (operand: ValueType, yields: ValueType) => ValueType;

const gives =
  (type: ValueType): Result =>
  () =>
    type;
const same: Result = (operand) => operand;
const element: Result = (operand) =>
  operand.type === 'list' || operand.type === 'map' ? operand.of : operand.type === 'string' ? string : any;

/** Filters that texts may use: Twig's own without those that reach outside of the text. `yields` is the arrow's type. */
export const filters: Readonly<Record<string, Result>> = {
  abs: gives(number),
  batch: (operand) => listOf(operand),
  capitalize: gives(string),
  column: gives(listOf(any)),
  date: gives(string),
  date_modify: gives(timestamp),
  default: same,
  e: gives(string),
  escape: gives(string),
  filter: same,
  first: element,
  format: gives(string),
  join: gives(string),
  json_encode: gives(string),
  keys: gives(listOf(string)),
  last: element,
  length: gives(number),
  lower: gives(string),
  map: (_, yields) => listOf(yields),
  merge: (operand) => (operand.type === 'list' ? listOf(any) : any),
  nl2br: gives(string),
  number_format: gives(string),
  raw: gives(string),
  reduce: gives(any),
  replace: gives(string),
  reverse: same,
  round: gives(number),
  slice: same,
  sort: same,
  spaceless: gives(string),
  split: gives(listOf(string)),
  striptags: gives(string),
  title: gives(string),
  trim: gives(string),
  upper: gives(string),
  url_encode: gives(string),
};

/**
 * Filters that crmctl carries out itself, with their parameters: the account's zone, the simulated clock, missing
 * values, and what twing does in another way than Twig.
 */
export const ownFilters: Readonly<
  Record<string, readonly { readonly name: string; readonly defaultValue?: unknown }[]>
> = {
  capitalize: [],
  column: [{ name: 'name' }],
  date: [
    { name: 'format', defaultValue: null },
    { name: 'timezone', defaultValue: null },
  ],
  date_modify: [{ name: 'modifier' }],
  default: [{ name: 'default', defaultValue: null }],
  e: [{ name: 'strategy', defaultValue: null }],
  escape: [{ name: 'strategy', defaultValue: null }],
  length: [],
  sort: [{ name: 'arrow', defaultValue: null }],
};

export const functions: Readonly<Record<string, ValueType>> = {
  cycle: any,
  date: timestamp,
  max: number,
  min: number,
  range: listOf(number),
};

export const tests: Readonly<Record<string, ValueType>> = {
  defined: boolean,
  'divisible by': boolean,
  empty: boolean,
  even: boolean,
  iterable: boolean,
  none: boolean,
  null: boolean,
  odd: boolean,
  'same as': boolean,
};

/** Tags that texts which go to customers have beside the others: they take in fragments. */
export const takingTags: ReadonlySet<string> = new Set(['extends', 'include', 'block', 'endblock']);

/** Tags that every text may use; the others reach for other templates or change what is safe. */
export const tags: ReadonlySet<string> = new Set([
  'if',
  'elseif',
  'else',
  'endif',
  'for',
  'endfor',
  'set',
  'endset',
  'spaceless',
  'endspaceless',
  'verbatim',
  'endverbatim',
]);
