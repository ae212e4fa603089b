import { shapes, type Shape } from '../../language/shape.js';
import { isObject } from '../../model/json.js';

/** Code of something inside a resource: a status, an element of a dictionary, a segment. */
export const innerCode = (doc: string): Shape =>
  shapes.string({ pattern: /^[A-Za-z0-9_-]+$/, patternName: 'a code of Latin letters, digits, - and _', doc });

export const percent = (doc: string): Shape =>
  shapes.string({ pattern: /^(100|\d{1,2}(\.\d+)?)%$/, patternName: 'a share such as 5%', doc });

/** `mon`, or a range of days: `mon-fri`. */
export const days: Shape = shapes.string({
  pattern: /^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$/,
  patternName: 'a day or a range of days: mon, mon-fri',
});

export const onceShape = (doc: string): Shape =>
  shapes.object(
    {
      per: shapes.choice(['order', 'customer', 'key'], 'Whom it is counted for; `key`: the key of the instance.'),
      every: shapes.duration({ doc: 'May happen again after this time. Absent: never again.' }),
      group: shapes.string({
        pattern: /^[A-Za-z][\w-]*$/,
        patternName: 'a letter, then letters, digits, - or _',
        doc: 'Counted together with whatever names the same group, in any trigger: `group: review-request` on all that ask for a review.',
      }),
    },
    { name: 'Once', required: ['per'], doc },
  );

export const lateShape = (doc: string): Shape =>
  shapes.object(
    {
      max: shapes.duration({ doc: 'What is due longer ago than this is put aside instead of done. Default: 24h.' }),
      spread: shapes.duration({
        doc: 'Marketing messages that are later than this go out over this time, each customer at a minute of their own; waits that `inFlight: follow` made too short end over it. `0s`: all at once. Default: 1h.',
      }),
    },
    { name: 'Late', doc },
  );

/** The `code` of every element that has one. */
export function codesOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((element: unknown) =>
    isObject(element) && typeof element.code === 'string' ? [element.code] : [],
  );
}
