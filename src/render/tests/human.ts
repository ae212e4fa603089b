import type { CaseResult, TestReport } from '../../simulate/runTests.js';
import type { Colour } from '../colour.js';

export interface TestsOptions {
  readonly coverage: boolean;
  /** What fails the run although no case does. */
  readonly shortcomings: readonly string[];
}

/** Test results for a terminal: failures with what came instead, then coverage when asked for, then one line. */
export function testsHuman(report: TestReport, colour: Colour, options: TestsOptions): string {
  const blocks = [
    ...report.cases.map((each) => (each.ok ? `${colour.green('✓')} ${each.address}` : failureText(each, colour))),
    ...(options.coverage ? ['', ...coverageLines(report, colour)] : []),
    ...(report.cases.length === 0 ? [] : ['']),
    summaryText(report, colour),
    ...options.shortcomings.map((line) => colour.red(line)),
  ];
  return `${blocks.join('\n')}\n`;
}

/** Steps and branches that a case reached, of all, in percent; nothing to cover is covered. */
function coveragePercent({ coverage: { steps, covered } }: Pick<TestReport, 'coverage'>): number {
  return steps === 0 ? 100 : (covered / steps) * 100;
}

/** What `--threshold` and `--strict` ask beyond cases that pass. */
export function shortcomingsOf(
  report: Pick<TestReport, 'coverage'>,
  { threshold, strict }: { readonly threshold: number | undefined; readonly strict: boolean },
): readonly string[] {
  const percent = coveragePercent(report);
  const untested = new Set(report.coverage.untested.map(({ trigger }) => trigger)).size;
  const who = untested === 1 ? '1 trigger lacks' : `${untested} triggers lack`;
  return [
    ...(threshold !== undefined && percent < threshold
      ? [`Coverage ${percent.toFixed(1)} % is below ${threshold} %.`]
      : []),
    ...((strict || threshold !== undefined) && untested > 0
      ? [`${who} a case in which it acts, or one in which it must not.`]
      : []),
  ];
}

export function summaryLine({ passed, failed }: TestReport): string {
  return passed + failed === 0
    ? 'Tests: none. Write a document of kind Test.'
    : `Tests: ${passed} passed, ${failed} failed.`;
}

export function coverageLines({ coverage, ...report }: TestReport, colour: Colour): readonly string[] {
  const percent = coveragePercent({ ...report, coverage }).toFixed(1);
  return [
    colour.bold(`Coverage: ${coverage.covered} of ${coverage.steps} steps and branches, ${percent} %`),
    ...coverage.missing.map(
      ({ trigger, step, branch }) => `  ${trigger}  ${step}${branch === null ? '' : ` ${branch}`}  no case reaches it`,
    ),
    ...coverage.untested.map(
      ({ trigger, lacks }) =>
        `  ${trigger}  ${lacks === 'acting' ? 'no case in which it acts' : 'no case in which it must not act'}`,
    ),
  ];
}

function failureText({ address, file, line, failures, trace }: CaseResult, colour: Colour): string {
  return [
    `${colour.red('✗')} ${address}   ${colour.dim(`${file}:${line}`)}`,
    ...failures.flatMap((failure) => [
      `    ${file}:${failure.line}  ${failure.message}`,
      ...(failure.nearest === null ? [] : [`      nearest: ${failure.nearest}`]),
    ]),
    ...(trace.length === 0
      ? []
      : [colour.dim('    what happened:'), ...trace.map((each) => colour.dim(`      ${each}`))]),
  ].join('\n');
}

function summaryText(report: TestReport, colour: Colour): string {
  return report.ok ? colour.bold(summaryLine(report)) : colour.red(summaryLine(report));
}
