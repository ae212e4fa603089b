import { compileProgram } from '../engine/index.js';
import type { CompiledSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { coverageOf, type Coverage } from './tests/coverage.js';
import { judge, type CaseFailure } from './tests/judge.js';
import { refusal } from './tests/refusals.js';
import { runCase } from './tests/runCase.js';
import { readTestCase, type TestCase } from './tests/testCase.js';

/** The document of `test --json` (docs/cli.md#test). */
export interface TestReport {
  readonly format: 'crmctl.test/1';
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly CaseResult[];
  readonly coverage: Coverage;
}

export interface CaseResult {
  readonly address: string;
  /** Address of the trigger. */
  readonly trigger: string;
  readonly file: string;
  readonly line: number;
  readonly ok: boolean;
  readonly failures: readonly CaseFailure[];
  /** What happened instead, a line each; only of a case that failed. */
  readonly trace: readonly string[];
}

/** Runs every Test document of a checked project (docs/language.md#test-it). */
export function runTests(project: Project, sites: CompiledSites, words: Vocabulary): TestReport {
  const zone = project.config.timezone;
  const runs = project.ofKind('Test').map((resource) => {
    const test = readTestCase(resource, project, words);
    const { effects, trace, visits } = runCase(test, project, sites, words);
    const failures = judge(test, effects, zone);
    return { test, result: resultOf(test, failures, trace), visits };
  });
  const cases = runs.map(({ result }) => result).sort((a, b) => (a.address < b.address ? -1 : 1));
  const failed = cases.filter(({ ok }) => !ok).length;
  const triggers = [...compileProgram(project, sites, words).triggers.values()].sort((a, b) =>
    a.code < b.code ? -1 : 1,
  );
  return {
    format: 'crmctl.test/1',
    ok: failed === 0,
    passed: cases.length - failed,
    failed,
    cases,
    coverage: coverageOf(
      triggers,
      runs.map(({ test, visits }) => {
        // What a Validation refuses says nothing of the trigger, and what is held back is not done.
        const acts = test.expected.some(({ type, reason }) => type !== refusal && reason === undefined);
        const rests =
          test.never.some(({ type, reason }) => type !== refusal && reason === undefined) || (test.exact && !acts);
        return { trigger: test.trigger, acts, rests, visits };
      }),
    ),
  };
}

function resultOf(test: TestCase, failures: readonly CaseFailure[], trace: readonly string[]): CaseResult {
  const ok = failures.length === 0;
  const { address, trigger, file, line } = test;
  return { address, trigger: `trigger/${trigger}`, file, line, ok, failures, trace: ok ? [] : trace };
}
