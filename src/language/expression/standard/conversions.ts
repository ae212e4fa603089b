import { formatDuration, parseDuration } from '../../../model/duration.js';
import type { FunctionWord } from '../../scope.js';
import { any, boolean, duration, number, string, timestamp } from '../../valueType.js';
import { momentOf } from '../../moment.js';
import { isDuration, toNumber } from '../hydrate.js';

export const conversions: readonly FunctionWord[] = [
  {
    name: 'string',
    doc: 'A number, a flag or a duration as text.',
    example: 'string(order.id)',
    overloads: [number, string, boolean, duration, any].map((parameter) => ({
      parameters: [parameter],
      result: string,
    })),
    pure: true,
    evaluate: ([value]) => textOf(value),
  },
  {
    name: 'double',
    doc: 'Text as a number; missing when it is none.',
    example: 'double(order.customFields.score)',
    pure: true,
    overloads: [number, string, any].map((parameter) => ({ parameters: [parameter], result: number })),
    evaluate: ([value]) => toNumber(value),
  },
  {
    name: 'int',
    doc: 'Text or a number as a whole number, towards zero; missing when it is none.',
    example: 'int(order.customFields.score)',
    pure: true,
    overloads: [number, string, any].map((parameter) => ({ parameters: [parameter], result: number })),
    evaluate: ([value]) => {
      const read = toNumber(value);
      return read === undefined ? undefined : Math.trunc(read);
    },
  },
  {
    name: 'dyn',
    doc: 'The same value, no longer checked.',
    example: 'dyn(order.customFields.raw)',
    pure: true,
    overloads: [{ parameters: [any], result: any }],
    evaluate: ([value]) => value,
  },
  {
    name: 'timestamp',
    doc: 'A moment: a date or a local time of the account, or ISO 8601 with an offset.',
    example: 'timestamp("2026-03-01 10:00")',
    overloads: [
      { parameters: [string], result: timestamp },
      { parameters: [timestamp], result: timestamp },
    ],
    refuses: ([text]) =>
      typeof text === 'string' && momentOf(text, 'UTC') === undefined ? 'this is no date and no moment' : undefined,
    evaluate: ([value], ambient) => momentOf(value, ambient.zone),
  },
  {
    name: 'duration',
    doc: 'A duration from text: 90s, 30m, 24h, 3d, 2w, 6mo, 1y.',
    example: 'duration("24h")',
    pure: true,
    overloads: [
      { parameters: [string], result: duration },
      { parameters: [duration], result: duration },
    ],
    refuses: ([text]) =>
      typeof text === 'string' && parseDuration(text) === undefined
        ? 'this is no duration: 90s, 24h, 3d, 2w, 6mo, 1y'
        : undefined,
    evaluate: ([value]) => (typeof value === 'string' ? parseDuration(value) : value),
  },
];

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isDuration(value) ? formatDuration(value) : undefined;
}
