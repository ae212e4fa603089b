import type { Timer } from '../model/instance.js';
import { createIdTable, type IdTable } from './world/idTable.js';

/** Armed timers by id. */
export interface ArmedTimers {
  get(id: string): Timer | undefined;
  set(timer: Timer): void;
  delete(id: string): void;
  all(): readonly Timer[];
  readonly size: number;
}

/**
 * The timers of segments and deadlines are many and end in the number of a customer or an order (`segment:42`): those with one beginning
 * have a table of numbers, which is far faster than a hash table of a million strings. Beginnings are as few as trigger forms.
 */
export function createArmedTimers(): ArmedTimers {
  const tables = new Map<string, IdTable<Timer>>();
  const others = new Map<string, Timer>();
  let numbered = 0;
  // A release arms the timers of one beginning after the other.
  let beginning = '';
  let table: IdTable<Timer> | undefined;

  const tableOf = (id: string, end: number): IdTable<Timer> => {
    if (table !== undefined && end === beginning.length && id.startsWith(beginning)) return table;
    beginning = id.slice(0, end);
    table = tables.get(beginning);
    if (table === undefined) tables.set(beginning, (table = createIdTable()));
    return table;
  };
  const get = (id: string): Timer | undefined => {
    const end = endOfBeginning(id);
    return end === id.length ? others.get(id) : tableOf(id, end).get(numberAt(id, end));
  };
  return {
    get,
    set(timer) {
      const { id } = timer;
      const end = endOfBeginning(id);
      if (end === id.length) return void others.set(id, timer);
      const numbers = tableOf(id, end);
      const number = numberAt(id, end);
      if (numbers.get(number) === undefined) numbered++;
      numbers.set(number, timer);
    },
    delete(id) {
      const end = endOfBeginning(id);
      if (end === id.length) return void others.delete(id);
      const numbers = tableOf(id, end);
      const number = numberAt(id, end);
      if (numbers.get(number) === undefined) return;
      numbered--;
      numbers.delete(number);
    },
    all() {
      const timers = [...others.values()];
      for (const each of tables.values()) each.forEach((timer) => timers.push(timer));
      return timers;
    },
    get size() {
      return others.size + numbered;
    },
  };
}

/** Where the number at the end of an id begins; the length of the id when it is of no such timer, or no number (`a7`, `007`). */
function endOfBeginning(id: string): number {
  if (!id.startsWith('segment:') && !id.startsWith('deadline:')) return id.length;
  let at = id.length;
  while (at > 0 && isDigit(id.charCodeAt(at - 1))) at--;
  const digits = id.length - at;
  const isNumber = digits <= 8 && (digits <= 1 || id.charCodeAt(at) !== zero);
  return isNumber && (id[at - 1] === ':' || id[at - 1] === '/') ? at : id.length;
}

function numberAt(id: string, start: number): number {
  let number = 0;
  for (let at = start; at < id.length; at++) number = number * 10 + id.charCodeAt(at) - zero;
  return number;
}

const zero = 48;

function isDigit(code: number): boolean {
  return code >= zero && code < zero + 10;
}
