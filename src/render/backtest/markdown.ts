import type { WallClock } from '../../model/wallClock.js';
import type { Comparison } from '../../plan/impact.js';
import type { BacktestResult } from '../../simulate/backtest.js';
import { honestyNotes } from '../../simulate/honesty.js';
import {
  comparisonColumns,
  comparisonTitle,
  countColumns,
  messageColumns,
  namedCounts,
  pressureColumns,
  segmentColumns,
  triggerColumns,
  validationColumns,
} from './columns.js';
import { headline, summaryLine, warningText } from './human.js';
import { markdownTable, type Column } from './table.js';

/** The same report for a pull request. */
export function backtestMarkdown(result: BacktestResult, clock: WallClock, comparison?: Comparison): string {
  const sections = [
    [`### ${headline(result, clock)}`],
    table(triggerColumns, result.triggers),
    table(messageColumns(result), namedCounts(result.totals.messages)),
    table(countColumns('not done, by reason'), namedCounts(result.totals.skipped)),
    table(pressureColumns, result.pressure),
    table(segmentColumns, result.segments),
    table(validationColumns, result.validations),
    ...(comparison ? [[`#### ${comparisonTitle(comparison)}`], table(comparisonColumns, comparison.triggers)] : []),
    result.warnings.map((warning) => `- ${warningText(warning)}`),
    [
      '<details><summary>How to read this</summary>',
      '',
      ...honestyNotes(result).map((note) => `- ${note}`),
      '',
      '</details>',
    ],
    [`**${summaryLine(result)}**`],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  return rows.length === 0 ? [] : markdownTable(columns, rows);
}
