import { decodeHistory } from '../../crm/history.js';
import { eventDataProblem, type Event, type EventData } from '../../model/event.js';
import { instant, parseInstant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { remembered } from '../../model/remembered.js';

/** What a line of a log is: events, or why it is none. */
export type Decoded = readonly Event[] | { readonly problem: string };

/**
 * One line: a CloudEvents 1.0 JSON object (docs/operations.md#recorded-logs), or a page of the CRM's history as the API answered it.
 * `zone`: of the account, for the local times of history. Empty lines hold nothing.
 */
export function decodeLine(line: string, zone: string): Decoded {
  if (line.charCodeAt(0) !== brace && line.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { problem: `no JSON: ${(error as Error).message}` }; // JSON.parse throws SyntaxError
  }
  return decodeValue(value, zone);
}

const brace = 123;

/** The event of a line that holds one and nothing else. */
export function eventOf(line: string, zone: string): Event | undefined {
  const decoded = decodeLine(line, zone);
  return 'problem' in decoded || decoded.length !== 1 ? undefined : decoded[0];
}

/** The same for a value that was parsed already: the whole of a `.json` file may also be a list of pages or events. */
export function decodeValue(value: unknown, zone: string): Decoded {
  if (!isObject(value)) return { problem: 'no JSON object' };
  if (Array.isArray(value['history'])) return decodePage(value['history'], zone);
  return decodeEvent(value);
}

function decodeEvent(value: Readonly<Record<string, unknown>>): Decoded {
  const { id, type, time, specversion } = value;
  if (specversion !== undefined && specversion !== '1.0')
    return { problem: `its specversion is ${JSON.stringify(specversion)}: CloudEvents 1.0 are read` };
  if (typeof type !== 'string' || type === '') return { problem: 'no event: it has no type' };
  if ((typeof id !== 'string' || id === '') && typeof id !== 'number') return { problem: 'no event: it has no id' };
  if (typeof time !== 'string') return { problem: 'no event: it has no time' };
  const at = readTime(time);
  if (at === undefined) return { problem: `the time ${JSON.stringify(time)} is none, or lacks its offset (Z, +03:00)` };
  const data = value['data'] ?? {};
  const problem = eventDataProblem(data);
  if (problem !== undefined)
    return {
      problem: problem.place === '' ? `its data ${problem.message}` : `data.${problem.place} ${problem.message}`,
    };
  const source = typeof value['source'] === 'string' ? value['source'] : '';
  return [{ id: String(id), source, type: theType(type), at, data: data as EventData }]; // eventDataProblem looked at its members
}

/** One text for each type: whoever looks something up by it need not hash it again. */
const theType = remembered((type) => type);

const entities = { order: 'orders', customer: 'customers', task: 'tasks' } as const;

function decodePage(rows: readonly unknown[], zone: string): Decoded {
  if (rows.length === 0) return [];
  if (!rows.every(isObject)) return { problem: 'a page of history with a row that is no object' };
  const noun = (['task', 'order', 'customer'] as const).find((name) => isObject(rows[0]![name]));
  if (noun === undefined) return { problem: 'a page of history whose rows name no order, customer or task' };
  try {
    return decodeHistory(entities[noun], rows, zone, false);
  } catch (error) {
    return { problem: (error as Error).message }; // decodeHistory throws CrmError
  }
}

/** RFC 3339. The common form is read without a regular expression: a log has a million of them. */
export function readTime(text: string): Instant | undefined {
  const common = text.length === 20 && text.charCodeAt(19) === 90 && text.charCodeAt(10) === 84;
  if (!common) return parseInstant(text);
  const hours = twoDigits(text, 11, 23);
  const minutes = twoDigits(text, 14, 59);
  const seconds = twoDigits(text, 17, 59);
  const plain = text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58 && hours >= 0 && minutes >= 0 && seconds >= 0;
  const at = plain ? midnightIn(text) + ((hours * 60 + minutes) * 60 + seconds) * 1000 : Date.parse(text);
  return Number.isNaN(at) ? undefined : instant(at);
}

/** Of a number up to `most`; -1: it is none. */
function twoDigits(text: string, at: number, most: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  const value = tens * 10 + ones;
  return tens >= 0 && ones >= 0 && ones <= 9 && value <= most ? value : -1;
}

/** The day of the last line is nearly always that of the next. */
let lastDay = '';
let lastMidnight = NaN;

/** Of the day with which the text begins. */
function midnightIn(text: string): number {
  if (lastDay === '' || !text.startsWith(lastDay)) {
    lastDay = text.slice(0, 10);
    lastMidnight = Date.parse(`${lastDay}T00:00:00Z`);
  }
  return lastMidnight;
}
