const units: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/^(м|мин|минут|минута|минуты|m|min|minutes?)$/i, 'm'],
  [/^(ч|час|часа|часов|h|hours?)$/i, 'h'],
  [/^(д|день|дня|дней|d|days?)$/i, 'd'],
  [/^(недел[яиь]|недель|w|weeks?)$/i, 'w'],
  [/^(месяца?|месяцев|mo|months?)$/i, 'mo'],
];

/** `3 дня`, `2 hours`, `30m` as a duration. */
export function spanIn(text: string): string | undefined {
  const [, count, name = ''] = /^\s*(\d+)\s*([\p{L}]+)\.?\s*$/u.exec(text) ?? [];
  const unit = units.find(([pattern]) => pattern.test(name))?.[1];
  return count === undefined || unit === undefined ? undefined : `${count}${unit}`;
}
