import { expect, test } from 'vitest';
import { remembered } from '../../src/model/remembered.js';

test('makes of each name what the function makes of it, once, also when that is nothing', () => {
  const asked: string[] = [];
  const lengthOf = remembered((name) => {
    asked.push(name);
    return name === '' ? undefined : name.length;
  });
  expect(['abc', '', 'abc', ''].map(lengthOf)).toEqual([3, undefined, 3, undefined]);
  expect(asked).toEqual(['abc', '']);
});

test('forgets what are too many names, and makes them anew', () => {
  let made = 0;
  const itself = remembered((name) => {
    made++;
    return name;
  });
  for (let round = 0; round < 2; round++)
    for (let number = 0; number < 20_000; number++) expect(itself(String(number))).toBe(String(number));
  expect(made).toBe(40_000);
});
