import { assign } from './assign.js';
import { hasOutcome, isExpected, isInTime, isWhose, matchesAction, type Written } from './match.js';
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
  const given = assign(test.expected, effects, (effect, expected) => isExpected(effect, expected, zone));
  const missing = test.expected.filter((_, index) => given[index] === undefined);
  const spent = new Set(given);
  const failures = [
    ...missing.map((expected) => missingFailure(expected, effects, zone)),
    ...test.never.flatMap((forbidden) => forbiddenFailure(forbidden, effects, zone)),
    ...(test.exact
      ? effects
          .filter(({ effect }, index) => effect.outcome === 'done' && !spent.has(index) && effect.type !== refusal)
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

function forbiddenFailure(forbidden: Expected, effects: readonly Written[], zone: string): readonly CaseFailure[] {
  const found = effects.find((effect) => isExpected(effect, forbidden, zone));
  if (!found) return [];
  return [{ line: forbidden.line, message: `must never happen, and did: ${effectText(found, zone)}`, nearest: null }];
}

function extraFailure(test: TestCase, effect: Written, zone: string): CaseFailure {
  return { line: test.line, message: `exact, and this was not expected: ${effectText(effect, zone)}`, nearest: null };
}

/** The same action before another, then what has most of what was expected, then the closest in time. */
function nearestOf(expected: Expected, effects: readonly Written[], zone: string): Written | undefined {
  const rank = (written: Written): number =>
    (written.effect.type === expected.type ? 0 : 8) +
    (isWhose(written, expected) ? 0 : 2) +
    (matchesAction(written, expected, zone) ? 0 : 2) +
    (hasOutcome(written.effect, expected) ? 0 : 1);
  const distance = ({ effect }: Written): number => Math.abs(effect.at - (expected.at ?? effect.at));
  return [...effects].sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b))[0];
}

function nearestText(nearest: Written, expected: Expected, zone: string): string {
  const { effect } = nearest;
  const sameAction = effect.type === expected.type;
  const text = effectText(nearest, zone, sameAction ? expected.pattern : undefined);
  if (!sameAction) return `${text}: another action`;
  if (!isWhose(nearest, expected) || !matchesAction(nearest, expected, zone)) return `${text}: it differs`;
  if (expected.at !== undefined && !isInTime(effect, expected))
    return `${text}: the time differs, ${timeText(expected.at, zone)} was expected`;
  if (hasOutcome(effect, expected)) return `${text}: another expectation has it already`;
  if (effect.outcome === 'done') return `${text}: it was done`;
  return `${text}: ${expected.reason === undefined ? 'it was not done' : 'for another reason'}`;
}
