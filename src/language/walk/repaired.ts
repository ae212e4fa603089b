import { latinized, meantLatin } from '../lookalikes.js';
import { inLatin } from '../nearest.js';
import type { Shape } from '../shape.js';

type Text = Extract<Shape, { shape: 'string' }>;

/** What a text that does not fit its pattern was meant to be, when one small change makes it fit: `write …`. */
export function repaired(text: string, { pattern, patternName = '' }: Text): string | undefined {
  const fitting = changes(text.trim(), patternName).find((each) => pattern?.test(each) === true);
  if (fitting !== undefined && fitting === text.replace(invisible, '') && fitting !== text)
    return `write ${fitting} anew: characters that nobody sees stand in it`;
  if (fitting !== undefined) return meantLatin(text) === fitting ? inLatin(fitting) : `write ${fitting}`;
  return /[а-яё]/i.test(text) && /[Ll]etter/.test(patternName) ? 'write it in Latin letters' : undefined;
}

function changes(text: string, patternName: string): readonly string[] {
  // What the example begins or ends with may be all that is missing: `user/`, `https://`, `%`, `/s`.
  const prefix = /such as ([a-z]+:?\/+)/.exec(patternName)?.[1];
  const unit = /such as \d+(\S+)/.exec(patternName)?.[1];
  const isPart = unit === '%' && Number(text) > 0 && Number(text) < 1;
  return [
    ...(prefix === undefined ? [] : [prefix + text]),
    ...(text.includes('@') ? [`user/${text}`] : []),
    ...(unit === undefined ? [] : [isPart ? `${+(Number(text) * 100).toFixed(2)}%` : text + unit]),
    text.replace(invisible, ''),
    latinized(text),
    latinized(text).replace(/\s+/g, '-'),
    text.toUpperCase(),
    text.toLowerCase(),
    text
      .toLowerCase()
      .replace(/\s*[–—-]\s*/, '-')
      .replace(/[a-zа-я]+/g, dayOf),
  ];
}

/** Spaces without a width, marks of direction, soft hyphens, spaces that do not break. */
const invisible = /[\u00ad\u00a0\u200b-\u200f\u2060\ufeff]/g;

const days: readonly (readonly [day: string, words: RegExp])[] = [
  ['mon', /^(mon|пн|пон)/],
  ['tue', /^(tue|вт)/],
  ['wed', /^(wed|ср)/],
  ['thu', /^(thu|чт|чет)/],
  ['fri', /^(fri|пт|пят)/],
  ['sat', /^(sat|сб|суб)/],
  ['sun', /^(sun|вс|вос)/],
];

function dayOf(word: string): string {
  return days.find(([, words]) => words.test(word))?.[0] ?? word;
}
