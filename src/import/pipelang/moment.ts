import { timestamp } from '../../language/valueType.js';
import { binding, Untranslatable, value, type Cel } from './cel.js';
import type { Of } from './node.js';

/** `date("1 day ago")`, `date("2015-01-01")`: what PHP's strtotime reads, as far as people write it into conditions. */
export function momentOf(node: Of<'call'>): Cel {
  const [argument] = node.args;
  const text = argument === undefined ? 'now' : argument.is === 'literal' ? String(argument.value).trim() : undefined;
  if (text === undefined) throw new Untranslatable('a date has to be written out', node.start, node.end);
  const day = dayOf(text);
  if (day !== undefined) return value(`timestamp(${JSON.stringify(day)})`, timestamp);
  if (/^now$/i.test(text)) return value('now', timestamp);
  const span = spanIn(text);
  if (span !== undefined) return { text: `now ${span.sign} ${span.text}`, type: timestamp, binds: binding.sum };
  throw new Untranslatable(`the moment "${text}" has no counterpart`, node.start, node.end);
}

/** `2015-01-01`, with a time when there is one; also from `01.01.2015`. */
export function dayOf(text: string): string | undefined {
  const [, year, month, day, time] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?$/.exec(text) ??
    shuffled(/^(\d\d)\.(\d\d)\.(\d{4})(?: (\d\d:\d\d(?::\d\d)?))?$/.exec(text));
  if (day === undefined) return undefined;
  const date = `${year!}-${month!}-${day}`;
  return time === undefined ? date : `${date} ${time}`;
}

function shuffled(found: RegExpExecArray | null): readonly (string | undefined)[] {
  return found === null ? [] : [found[0], found[3], found[2], found[1], found[4]];
}

const units: Readonly<Record<string, readonly [call: string, short: string]>> = {
  min: ['minutes', 'm'],
  minute: ['minutes', 'm'],
  hour: ['hours', 'h'],
  day: ['days', 'd'],
  week: ['weeks', 'w'],
  month: ['months', 'mo'],
  year: ['years', 'y'],
};

/** `1 day ago`, `-1 day`, `+2 hours`, `2 hours`. */
function spanIn(text: string): { readonly sign: '+' | '-'; readonly text: string } | undefined {
  const [, minus, count, unit, ago] = /^([-+]?)\s*(\d+)\s*([a-z]+?)s?(\s+ago)?$/i.exec(text) ?? [];
  const known = units[unit?.toLowerCase() ?? ''];
  if (known === undefined) return undefined;
  const isBack = (minus === '-') !== (ago !== undefined);
  return { sign: isBack ? '-' : '+', text: `${known[0]}(${count!})` };
}

/** The length of such a text as a duration of ours: `1 day` is `1d`. */
export function durationIn(text: string): string | undefined {
  const [, count, unit] = /^[-+]?\s*(\d+)\s*([a-z]+?)s?(?:\s+ago)?$/i.exec(text.trim()) ?? [];
  const known = units[unit?.toLowerCase() ?? ''];
  return known === undefined ? undefined : `${count!}${known[1]}`;
}
