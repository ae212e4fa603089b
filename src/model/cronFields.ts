interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What may stand for the numbers; the first stands for `from`. */
  readonly words: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const fields: readonly Field[] = [
  { name: 'minute', from: 0, to: 59, words: [] },
  { name: 'hour', from: 0, to: 23, words: [] },
  { name: 'day of month', from: 1, to: 31, words: [] },
  { name: 'month', from: 1, to: 12, words: months },
  { name: 'weekday', from: 0, to: 7, words: weekdays },
];

/** Which of the five fields is none, and what it may be: for people whose schedule was refused. */
export function cronFieldProblem(expression: string): string | undefined {
  const parts = expression.trim().split(/\s+/);
  return fields.flatMap((field, index) => problemOf(field, parts[index] ?? '') ?? [])[0];
}

function problemOf(field: Field, part: string): string | undefined {
  const { name, from, to, words } = field;
  const subject = `the ${name} "${part}"`;
  for (const item of part.toUpperCase().split(',')) {
    const [range = '', step, ...rest] = item.split('/');
    if (rest.length > 0 || (step !== undefined && !/^0*[1-9]\d*$/.test(step)))
      return `${subject}: behind "/" stands how many to go on, from 1`;
    if (Number(step ?? 1) > to) return `${subject}: a step of ${step!} is larger than the field, ${to}`;
    // `L` is the last day, `#` the second Tuesday, `W` the nearest working day: they stand alone.
    if (range === '*' || /[L#W?]/.test(range)) continue;
    const bounds = range.split('-').map((bound) => numberOf(bound, field) ?? NaN);
    const [first = NaN, last = first] = bounds;
    if (!(first >= from && last <= to))
      return `${subject} is not ${from} to ${to}${words.length === 0 ? '' : ` or ${words.join(' ')}`}`;
    if (first > last) return `${subject}: the range ends before it begins`;
  }
  return undefined;
}

function numberOf(text: string, { words, from }: Field): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const place = words.indexOf(text);
  return place < 0 ? undefined : place + from;
}
