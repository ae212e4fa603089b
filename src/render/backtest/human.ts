import type { Comparison } from '../../plan/impact.js';
import type { BacktestResult } from '../../simulate/backtest.js';
import { honestyNotes } from '../../simulate/honesty.js';
import type { WallClock } from '../../model/wallClock.js';
import type { Page } from '../page.js';
import {
  comparisonColumns,
  comparisonTitle,
  countColumns,
  messageColumns,
  moneyText,
  namedCounts,
  numberText,
  pressureColumns,
  segmentColumns,
  triggerColumns,
  validationColumns,
} from './columns.js';
import { textTable, type Column } from './table.js';

/** A back-test for a terminal: what each trigger did, messages, what was held back, segments, and how far to trust it. */
export function backtestHuman(result: BacktestResult, page: Page, clock: WallClock, comparison?: Comparison): string {
  const { colour } = page;
  const { totals } = result;
  const sections = [
    [
      colour.bold(headline(result, clock)),
      `log ${result.log.sha256.slice(0, 12)}, project ${result.revision.slice(0, 12)}${threadsText(result)}`,
    ],
    table(triggerColumns, result.triggers, page),
    table(messageColumns(result), namedCounts(totals.messages), page),
    table(countColumns('not done, by reason'), namedCounts(totals.skipped), page),
    table(pressureColumns, result.pressure, page),
    table(segmentColumns, result.segments, page),
    table(validationColumns, result.validations, page),
    ...(comparison
      ? [[colour.bold(comparisonTitle(comparison)), ...table(comparisonColumns, comparison.triggers, page)]]
      : []),
    result.warnings.map((warning) => colour.yellow(warningText(warning))),
    honestyNotes(result).map((note) => colour.dim(`· ${note}`)),
    [colour.bold(summaryLine(result))],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The period in the time of the account. */
export function headline({ period, events }: BacktestResult, { zone, show }: WallClock): string {
  if (period.from === null) return 'Back-test: the log holds no events of that period';
  const invalid =
    events.invalid > 0 ? `, ${numberText(events.invalid)} broken ${events.invalid === 1 ? 'line' : 'lines'}` : '';
  const until = period.to === null ? '' : show(period.to);
  return `Back-test ${show(period.from)} – ${until} (${zone}): ${numberText(events.read)} events${invalid}`;
}

/** Nothing, when one thread was all that was asked for. */
function threadsText({ parallelism: { threads, because } }: BacktestResult): string {
  if (because !== undefined) return `, in one thread because ${because}`;
  return threads === 1 ? '' : `, in ${threads} threads`;
}

/** The one line that can be grepped. */
export function summaryLine({ totals, warnings, costs }: BacktestResult): string {
  const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);
  return (
    `Back-test: ${totals.entered} entered, ${sum(totals.effects)} effects done (${sum(totals.messages)} messages${costs.total > 0 ? ` for ${moneyText(costs.total)} ${costs.currency}` : ''}), ` +
    `${sum(totals.skipped)} skipped, ${totals.waiting} waiting, ${warnings.length} warnings.`
  );
}

export function warningText({ code, message, address }: BacktestResult['warnings'][number]): string {
  return `warning  ${code}  ${message}${address === null ? '' : `  (${address})`}`;
}

function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], page: Page): readonly string[] {
  return rows.length === 0 ? [] : textTable(columns, rows, page);
}
