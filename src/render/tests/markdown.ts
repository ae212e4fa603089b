import type { TestReport } from '../../simulate/runTests.js';
import { plain } from '../colour.js';
import { coverageLines, summaryLine, type TestsOptions } from './human.js';

/** Test results for a pull request: what failed, and the coverage. */
export function testsMarkdown(report: TestReport, options: TestsOptions): string {
  const failed = report.cases.filter(({ ok }) => !ok);
  const lines = [
    [summaryLine(report), ...options.shortcomings].map((line) => `**${line}**`).join(' '),
    ...failed.flatMap(({ address, file, failures, trace }) => [
      '',
      `#### ${address}`,
      '',
      ...failures.flatMap(({ line, message, nearest }) => [
        `- \`${file}:${line}\` ${message}`,
        ...(nearest === null ? [] : [`  - nearest: ${nearest}`]),
      ]),
      ...(trace.length === 0 ? [] : ['', '```text', ...trace, '```']),
    ]),
    ...(options.coverage ? ['', '```text', ...coverageLines(report, plain), '```'] : []),
  ];
  return `${lines.join('\n')}\n`;
}
