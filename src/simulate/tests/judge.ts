import { assign } from './assign.js';
import { isExpected, isSameMinute, matchesAction, type Written } from './match.js';
import { effectText, expectedText, timeText } from './narrate.js';
import { refusal } from './refusals.js';
import type { Expected, TestCase } from './testCase.js';

/** Why a case failed. */
export interface CaseFailure {
  readonly line: number;
  readonly message: string;
  /** The effect that came closest to what was expected. */
  readonly nearest: string | null;
}

/** Compares what happened (the last outcome of every effect, in the order of time) with what a Test says. */
export function judge(test: TestCase, effects: readonly Written[], zone: string): readonly CaseFailure[] {
  const done = effects.filter(({ effect }) => effect.outcome === 'done');
  const given = assign(test.expected, done, (effect, expected) => isExpected(effect, expected, zone));
  const missing = test.expected.filter((_, index) => given[index] === undefined);
  const spent = new Set(given);
  const failures = [
    ...missing.map((expected) => missingFailure(expected, effects, zone)),
    ...test.never.flatMap((forbidden) => forbiddenFailure(forbidden, done, zone)),
    ...(test.exact
      ? done
          .filter(({ effect }, index) => !spent.has(index) && effect.type !== refusal)
          .map((effect) => extraFailure(test, effect, zone))
      : []),
  ];
  return failures.sort((a, b) => a.line - b.line);
}

function missingFailure(expected: Expected, effects: readonly Written[], zone: string): CaseFailure {
  const nearest = nearestOf(expected, effects, zone);
  return {
    line: expected.line,
    message: `expected ${expectedText(expected, zone)}, and it did not happen`,
    nearest: nearest === undefined ? null : nearestText(nearest, expected, zone),
  };
}

function forbiddenFailure(forbidden: Expected, done: readonly Written[], zone: string): readonly CaseFailure[] {
  const found = done.find((effect) => isExpected(effect, forbidden, zone));
  if (!found) return [];
  return [{ line: forbidden.line, message: `must never happen, and did: ${effectText(found, zone)}`, nearest: null }];
}

function extraFailure(test: TestCase, effect: Written, zone: string): CaseFailure {
  return { line: test.line, message: `exact, and this was not expected: ${effectText(effect, zone)}`, nearest: null };
}

/** The same action before another, one that matches but for its time before one that does not, then the closest in time. */
function nearestOf(expected: Expected, effects: readonly Written[], zone: string): Written | undefined {
  const rank = (written: Written): number =>
    (written.effect.type === expected.type ? 0 : 2) + (matchesAction(written.value, expected.pattern, zone) ? 0 : 1);
  const distance = ({ effect }: Written): number => Math.abs(effect.at - (expected.at ?? effect.at));
  return [...effects].sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b))[0];
}

function nearestText(nearest: Written, expected: Expected, zone: string): string {
  const { effect, value } = nearest;
  const sameAction = effect.type === expected.type;
  const text = effectText(nearest, zone, sameAction ? expected.pattern : undefined);
  if (!sameAction) return `${text}: another action`;
  if (!matchesAction(value, expected.pattern, zone)) return `${text}: it differs`;
  if (expected.at !== undefined && !isSameMinute(effect.at, expected.at))
    return `${text}: the time differs, ${timeText(expected.at, zone)} was expected`;
  return effect.outcome === 'done' ? `${text}: another expectation has it already` : `${text}: it was not done`;
}
