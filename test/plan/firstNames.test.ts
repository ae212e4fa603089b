import { expect, test } from 'vitest';
import { underFirstNames } from '../../src/plan/firstNames.js';
import { projectOf } from './scene.js';

const trigger = (code: string, more = ''): string =>
  `kind: Trigger\ncode: ${code}\n${more}on: {event: order.created}\ndo:\n  - {id: say, note: Hello}\n`;

/** The former name by which a trigger is drawn, when these run. */
function drawnBy(after: string, ...running: readonly string[]): unknown {
  const before = projectOf({ 'a.yaml': running.join('---\n') });
  const { kind, spec, address } = projectOf({ 'a.yaml': after }).resources[0]!;
  return underFirstNames([{ address, kind, spec }], before)[0]!.spec['renamedFrom'];
}

test('a trigger that is renamed once more is drawn by its first name, as far as that is written down', () => {
  const once = trigger('hi', 'renamedFrom: hello\n');
  expect(drawnBy(trigger('hey', 'renamedFrom: hi\n'), once)).toBe('hello');
  expect(drawnBy(trigger('hey', 'renamedFrom: hi\n'), trigger('hi'))).toBe('hi');
  expect(drawnBy(once, once)).toBe('hello');
  expect(drawnBy(trigger('hey'), once)).toBeUndefined();
});

test('names that lead round in a circle end where they began', () => {
  expect(
    drawnBy(trigger('a', 'renamedFrom: b\n'), trigger('b', 'renamedFrom: a\n'), trigger('a', 'renamedFrom: b\n')),
  ).toBe('a');
});
