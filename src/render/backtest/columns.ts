import type { BacktestResult } from '../../simulate/backtest.js';
import type { Comparison } from '../../plan/impact.js';
import type { Moved, TriggerImpact } from '../../plan/plan.js';
import type { PressureResult } from '../../simulate/pressure.js';
import type { Counts, SegmentResult, TriggerResult } from '../../simulate/tally.js';
import type { ValidationResult } from '../../simulate/validations.js';
import type { Column } from './table.js';

/** Tables of a back-test, for people and for Markdown. */
export const triggerColumns: readonly Column<TriggerResult>[] = [
  { title: 'trigger', cell: ({ address }) => nameOf(address) },
  figure('entered', ({ entered }) => entered),
  figure('completed', ({ completed, stopped }) => completed + stopped),
  figure('exited', ({ exited }) => exited),
  figure('waiting', ({ waiting }) => waiting),
  { title: 'did', cell: ({ effects, messages }) => didText(effects, messages) },
  {
    title: 'did not',
    cell: ({ skipped, deferred, ignored, failed }) => didNotText({ skipped, deferred, ignored, failed }),
  },
];

export const segmentColumns: readonly Column<SegmentResult>[] = [
  { title: 'segment', cell: ({ address }) => nameOf(address) },
  figure('members', ({ members }) => members),
  figure('entered', ({ entered }) => entered),
  figure('left', ({ left }) => left),
];

export const validationColumns: readonly Column<ValidationResult>[] = [
  { title: 'validation', cell: ({ address }) => nameOf(address) },
  figure('saved', ({ saved }) => saved),
  figure('would be refused', ({ refused }) => refused),
  { title: 'for example', cell: ({ examples }) => examples.join(', ') },
];

export const pressureColumns: readonly Column<PressureResult>[] = [
  { title: 'class', cell: ({ class: name }) => name },
  figure('customers', ({ customers }) => customers),
  figure('messages', ({ messages }) => messages),
  figure('most in 24 h', ({ mostInDay }) => mostInDay),
  figure('most in 7 days', ({ mostInWeek }) => mostInWeek),
  {
    title: 'caps',
    cell: ({ caps }) =>
      caps.map(({ cap, most, ok }) => `${cap}: at most ${most}, ${ok ? 'ok' : 'EXCEEDED'}`).join('; '),
  },
];

/** Messages by channel; what they cost when some channel has a price. */
export function messageColumns({ costs }: Pick<BacktestResult, 'costs'>): readonly Column<NamedCount>[] {
  const cost: Column<NamedCount> = {
    title: costs.currency,
    align: 'right',
    cell: ({ name }) => moneyText(costs.channels[name] ?? 0),
  };
  return [...countColumns('messages'), ...(costs.total > 0 ? [cost] : [])];
}

/** `1 234.50` */
export function moneyText(amount: number): string {
  const [whole = '', part] = amount.toFixed(2).split('.');
  return `${numberText(Number(whole))}.${part}`;
}

/** What two revisions differ in: `412 → 398`. */
export const comparisonColumns: readonly Column<TriggerImpact>[] = [
  { title: 'trigger', cell: ({ address }) => nameOf(address) },
  { title: 'entered', align: 'right', cell: ({ entered }) => movedText(entered) },
  {
    title: 'did',
    cell: ({ effects, messages }) =>
      [...Object.entries(effects), ...Object.entries(messages)]
        .filter(([, { before, after }]) => before !== after)
        .map(([name, moved]) => `${name} ${movedText(moved)}`)
        .join(', '),
  },
];

function movedText({ before, after }: Moved): string {
  return before === after ? numberText(after) : `${numberText(before)} → ${numberText(after)}`;
}

export function comparisonTitle({ against, triggers }: Comparison): string {
  return triggers.length === 0 ? `Nothing differs from ${against}` : `Compared with ${against}`;
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

export function countColumns(title: string): readonly Column<NamedCount>[] {
  return [{ title, cell: ({ name }) => name }, figure('', ({ count }) => count)];
}

export function namedCounts(counts: Counts): readonly NamedCount[] {
  return Object.entries(counts)
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

export function numberText(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}

export function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}

function figure<Row>(title: string, value: (row: Row) => number): Column<Row> {
  return { title, align: 'right', cell: (row) => numberText(value(row)) };
}

/** `task 398, send 206 (email 120, sms 86)` */
function didText(effects: Counts, messages: Counts): string {
  const channels = listText(messages);
  return namedCounts(effects)
    .map(
      ({ name, count }) => `${name} ${numberText(count)}${name === 'send' && channels !== '' ? ` (${channels})` : ''}`,
    )
    .join(', ');
}

function didNotText({
  skipped,
  deferred,
  ignored,
  failed,
}: Pick<TriggerResult, 'skipped' | 'deferred' | 'ignored' | 'failed'>): string {
  const held = namedCounts(deferred).map(({ name, count }) => `still held back by ${name} ${numberText(count)}`);
  return [listText(skipped), ...held, listText(ignored), failed > 0 ? `failed ${numberText(failed)}` : '']
    .filter((part) => part !== '')
    .join(', ');
}

function listText(counts: Counts): string {
  return namedCounts(counts)
    .map(({ name, count }) => `${name} ${numberText(count)}`)
    .join(', ');
}
