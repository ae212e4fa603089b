import type { WallClock } from '../../model/wallClock.js';
import type { Comparison } from '../../plan/impact.js';
import type { BacktestResult } from '../../simulate/backtest.js';
import { honestyNotes } from '../../simulate/honesty.js';
import type { PressureResult } from '../../simulate/pressure.js';
import { escapeXml } from '../../model/xml.js';
import { barChart, barStyles, type Bar } from './charts.js';
import {
  comparisonColumns,
  comparisonTitle,
  messageColumns,
  namedCounts,
  nameOf,
  numberText,
  pressureColumns,
  segmentColumns,
  triggerColumns,
  validationColumns,
} from './columns.js';
import { headline, warningText } from './human.js';
import type { Column } from './table.js';

/** A back-test as one page that stands alone: no script, nothing fetched, readable on paper and on a phone. */
export function backtestHtml(
  result: BacktestResult,
  { project, clock }: { readonly project: string; readonly clock: WallClock },
  comparison?: Comparison,
): string {
  const { totals, triggers, pressure } = result;
  const done = totalOf(totals.effects);
  const busiest = triggers
    .map(({ address, entered }) => ({ name: nameOf(address), value: entered }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const sections = [
    tiles([
      ['events', result.events.read],
      ['entered', totals.entered],
      ['effects done', done],
      ['messages', totalOf(totals.messages)],
      ['not done', totalOf(totals.skipped)],
      ['waiting at the end', totals.waiting],
    ]),
    section('Entries by trigger', chart('Entries by trigger', busiest, '#3b6ea8')),
    section('What was done', chart('Effects by action', namesAndCounts(totals.effects), '#4b8b6a')),
    section('Messages by channel', chart('Messages by channel', namesAndCounts(totals.messages), '#8661a8')),
    section(
      `Costs of the messages, ${result.costs.currency}`,
      result.costs.total === 0 ? '' : table(messageColumns(result), namedCounts(totals.messages)),
    ),
    section('Not done, by reason', chart('Not done, by reason', namesAndCounts(totals.skipped), '#a8743b')),
    section('Pressure on customers', pressureOf(pressure)),
    section('Every trigger', table(triggerColumns, triggers)),
    section('Segments', table(segmentColumns, result.segments)),
    section('Validations', table(validationColumns, result.validations)),
    ...(comparison
      ? [
          `<section><h2>${escapeXml(comparisonTitle(comparison))}</h2>${table(comparisonColumns, comparison.triggers)}</section>`,
        ]
      : []),
    section('Warnings', list(result.warnings.map((warning) => warningText(warning).replace(/^warning +/, '')))),
    section('How far to trust it', list(honestyNotes(result))),
  ];
  return page(`${project}: back-test`, [
    `<h1>${escapeXml(project)}</h1>`,
    `<p>${escapeXml(headline(result, clock))}<br><small>log ${result.log.sha256.slice(0, 12)} · project ${result.revision.slice(0, 12)}</small></p>`,
    ...sections,
  ]);
}

function pressureOf(pressure: readonly PressureResult[]): string {
  if (pressure.length === 0) return '';
  const charts = pressure.map(({ class: name, fullestWeek }) => {
    const bars = Object.entries(fullestWeek).map(([count, customers]) => ({
      name: `${count} ${count === '1' ? 'message' : 'messages'}`,
      value: customers,
      label: `${numberText(customers)} ${customers === 1 ? 'customer' : 'customers'}`,
    }));
    return `<h3>${escapeXml(name)}: the fullest seven days of each customer</h3>${chart(name, bars, '#b04f5c')}`;
  });
  return table(pressureColumns, pressure) + charts.join('');
}

function chart(title: string, bars: readonly Bar[], colour: string): string {
  return bars.length === 0 ? '' : barChart(title, bars, colour);
}

function namesAndCounts(counts: Readonly<Record<string, number>>): readonly Bar[] {
  return namedCounts(counts).map(({ name, count }) => ({ name, value: count }));
}

function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function tiles(figures: readonly (readonly [string, number])[]): string {
  const tile = ([name, value]: readonly [string, number]): string =>
    `<div><b>${numberText(value)}</b><span>${escapeXml(name)}</span></div>`;
  return `<div class="tiles">${figures.map(tile).join('')}</div>`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `<section><h2>${escapeXml(title)}</h2>${body}</section>`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`;
}

function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const cell = (tag: string, { align }: Column<Row>, text: string): string =>
    `<${tag}${align === 'right' ? ' class="number"' : ''}>${escapeXml(text)}</${tag}>`;
  const head = columns.map((column) => cell('th', column, column.title)).join('');
  const body = rows.map((row) => `<tr>${columns.map((column) => cell('td', column, column.cell(row))).join('')}</tr>`);
  return `<div class="table" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; } h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; } h3 { font-size: 1rem; }
small { opacity: .7; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; }
.tiles div { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; }
.tiles b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; } .tiles span { opacity: .75; }
.table { overflow-x: auto; }
${barStyles}
table { border-collapse: collapse; width: 100%; font-size: 14px; } th, td:first-child { white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; } .number + :not(.number) { padding-left: .75rem; }
td:not(.number):not(:first-child) { min-width: 12rem; }
</style>
</head>
<body>
${parts.filter((part) => part !== '').join('\n')}
</body>
</html>
`;
}
