import { isMap, type Node } from 'yaml';
import { parseDuration } from '../../model/duration.js';
import { shapes, type ObjectShape, type Shape } from '../shape.js';
import { duration } from '../valueType.js';
import { isExpression, readExpression } from './expressions.js';
import { meantDuration } from './meantDuration.js';
import { readObject } from './objects.js';
import { holdsVariable } from './variables.js';
import { addSite, report, subject, textOf, type Walk } from './walk.js';
import { reportType } from './wrongType.js';

type Of<Name extends Shape['shape']> = Extract<Shape, { shape: Name }>;

const units = 'a number and a unit: 90s 30m 24h (elapsed) or 3d 2w 6mo 1y (calendar)';

/** Working time (docs/language.md#say-how-long): `{for: 4h, calendar: office}` may stand wherever a duration may. */
const workingTime = (shape: Of<'duration'>): ObjectShape =>
  shapes.object(
    { for: { ...shape, working: false }, calendar: shapes.reference('Calendar') },
    { required: ['for', 'calendar'] },
  );

export function readDuration(shape: Of<'duration'>, node: Node, walk: Walk): unknown {
  if (shape.working && isMap(node)) return readObject(workingTime(shape), node, walk);
  if (isExpression(node)) {
    if (shape.computed) return readExpression(node, duration, walk);
    return report(
      walk,
      'badValue',
      node,
      `${subject(walk)} takes a fixed duration, not an expression`,
      `write ${units}`,
    );
  }
  const text = textOf(node);
  if (text === undefined) return reportType(walk, node, 'a duration');
  if (isVariable(text, walk) || shape.words?.includes(text) === true) return text;
  if (parseDuration(text) === undefined) {
    const mixed = /^[+-]?(\d+(\.\d+)?(mo|[smhdwy]))+$/.test(text);
    const message = mixed
      ? `${subject(walk)} mixes elapsed and calendar units: "${text}"`
      : `${subject(walk)} must be ${[...(shape.words ?? []), 'a duration'].join(' or ')}, not "${text}"`;
    return report(
      walk,
      'badValue',
      node,
      message,
      /^\d+$/.test(text) ? `write the unit, such as ${text}m` : `write ${meantDuration(text) ?? units}`,
    );
  }
  if (!shape.signed && /^[+-]/.test(text))
    return report(
      walk,
      'badValue',
      node,
      `${subject(walk)} takes a duration without a sign, not "${text}"`,
      `write ${text.slice(1)}`,
    );
  return text;
}

export function readTime(_shape: Of<'time'>, node: Node, walk: Walk): string | undefined {
  return matching(node, walk, clock, 'a time such as "09:30"', padded);
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const span = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

export function readHours(_shape: Of<'hours'>, node: Node, walk: Walk): string | undefined {
  return matching(node, walk, span, 'hours such as "09:00-18:00"', padded);
}

export function readDate(_shape: Of<'date'>, node: Node, walk: Walk): string | undefined {
  const text = matching(node, walk, /^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-05-01', yearFirst);
  if (text === undefined || isVariable(text, walk) || isDay(text)) return text;
  return report(walk, 'badValue', node, `${subject(walk)}: there is no ${text} in the calendar`, lastDay(text));
}

const moment = /^\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

export function readMoment(_shape: Of<'moment'>, node: Node, walk: Walk): string | undefined {
  const text = matching(node, walk, moment, 'a date, or a date and time such as 2026-05-01 09:30', yearFirst);
  if (text === undefined || isVariable(text, walk) || isDay(text.slice(0, 10))) return text;
  const day = text.slice(0, 10);
  return report(walk, 'badValue', node, `${subject(walk)}: there is no ${day} in the calendar`, lastDay(day));
}

export function readCron(_shape: Of<'cron'>, node: Node, walk: Walk): string | undefined {
  const text = textOf(node);
  if (text === undefined) return reportType(walk, node, 'five cron fields such as "0 11 * * TUE"');
  const fields = text.trim().split(/\s+/).length;
  if (fields !== 5) {
    return report(
      walk,
      'badValue',
      node,
      `${subject(walk)} takes five cron fields (minute hour day month weekday), not ${fields}`,
      'such as "0 11 * * TUE"',
    );
  }
  addSite(walk, { site: 'cron', source: text });
  return text;
}

function matching(
  node: Node,
  walk: Walk,
  pattern: RegExp,
  wanted: string,
  fix?: (text: string) => string,
): string | undefined {
  const text = textOf(node);
  if (text === undefined) return reportType(walk, node, wanted);
  if (pattern.test(text) || isVariable(text, walk)) return text;
  const fixed = fix?.(text);
  const written = fixed !== undefined && fixed !== text && pattern.test(fixed) ? `"${fixed}"` : undefined;
  const meant = written ?? (fix === yearFirst ? momentMeant(text) : undefined);
  const suggestion = meant && `write ${meant}`;
  return report(walk, 'badValue', node, `${subject(walk)} must be ${wanted}, not "${text}"`, suggestion);
}

/** `9:00` as `09:00`, `11.30` as `11:30`, `9:00 - 18:00` as `09:00-18:00`. */
function padded(text: string): string {
  return text
    .replace(/\s*[-–—]\s*/, '-')
    .replace(/(?<!\d)(\d{1,2})[.](\d{2})(?!\d)/g, '$1:$2')
    .replace(/(?<!\d)(\d):/g, '0$1:')
    .replace(/^24:00$/, '00:00');
}

/** A field whose moment is meant, or a while that is counted from the beginning. */
function momentMeant(text: string): string | undefined {
  if (/^[a-z]\w*(\.\w+)+$/i.test(text)) return `=${text}`;
  const [, count, unit] = /^(\d+)(m|h|d|w)$/.exec(text) ?? [];
  const functions: Readonly<Record<string, string>> = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks' };
  return unit === undefined ? undefined : `=entry.at + ${functions[unit]!}(${count!})`;
}

/** `2.03.2026 9:30` as `2026-03-02 09:30`. */
function yearFirst(text: string): string {
  return text
    .replace(/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})/, (_, day: string, month: string, year: string) =>
      [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
    )
    .replace(/^(\d{4})[./](\d{2})[./](\d{2})/, '$1-$2-$3')
    .replace(/ (\d):/, ' 0$1:');
}

function lastDay(day: string): string | undefined {
  const [year, month] = day.split('-').map(Number) as [number, number]; // by its pattern
  return month >= 1 && month <= 12
    ? `the last day of that month is ${new Date(Date.UTC(year, month, 0)).getUTCDate()}`
    : 'the months are 01 to 12';
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function isVariable(text: string, walk: Walk): boolean {
  return holdsVariable(text) && walk.interpolates(walk.path);
}
