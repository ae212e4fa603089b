import { expect, test } from 'vitest';
import { wallClock } from '../../src/model/wallClock.js';

test('a moment is shown to the second, as it stood on the wall of the account', () => {
  const { show } = wallClock('Europe/Moscow');
  expect(show('2026-11-28T20:02:18.048Z')).toBe('2026-11-28 23:02:18');
  expect(show('2026-12-31T21:00:00Z')).toBe('2027-01-01 00:00:00');
  expect(wallClock('Europe/Berlin').show('2026-07-01T10:00:00Z')).toBe('2026-07-01 12:00:00');
});

test('what is no moment stays as it is', () => expect(wallClock('UTC').show('')).toBe(''));
