import { parseDuration } from '../../model/duration.js';

/** Units as people write them, in English and in Russian: the letter of ours, and how the words of theirs begin. */
const units: readonly (readonly [unit: string, words: RegExp])[] = [
  ['s', /^(s|sec|secs|seconds?|с|сек|секунд\S*)$/],
  ['m', /^(m|min|mins|minutes?|м|мин|минут\S*)$/],
  ['h', /^(h|hrs?|hours?|ч|час\S*)$/],
  ['d', /^(d|days?|д|дн|дн[яей]\S*|день)$/],
  ['w', /^(w|wks?|weeks?|нед|недел\S*)$/],
  ['mo', /^(mo|mon|months?|мес|месяц\S*)$/],
  ['y', /^(y|yrs?|years?|г|год\S*|лет)$/],
];

/** `1 day`, `3 дня`, `1,5 h` as a duration that can be read: `1d`, `3d`, `1.5h`; `undefined` when it is anybody's guess. */
export function meantDuration(text: string): string | undefined {
  const [, number, word] = /^([+-]?\d+(?:[.,]\d+)?)\s*([a-zа-яё]+)\.?$/i.exec(text.trim()) ?? [];
  if (number === undefined || word === undefined) return undefined;
  const unit = units.find(([, words]) => words.test(word.toLowerCase()))?.[0];
  const meant = unit === undefined ? undefined : `${number.replace(',', '.')}${unit}`;
  return meant !== undefined && parseDuration(meant) !== undefined ? meant : undefined;
}
