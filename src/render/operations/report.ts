import type { GoalCount, TriggerStatistics } from '../../model/operations.js';
import { columns } from '../columns.js';
import type { Page } from '../page.js';

/** The document of `report --json`. */
export interface Report {
  readonly format: 'crmctl.report/1';
  readonly environment: string;
  readonly period: { readonly from: string | null; readonly to: string | null };
  readonly currency: string;
  readonly triggers: readonly ReportRow[];
  readonly totals: Money;
}

export interface Money {
  /** Of what was sent, by the prices of the channels. */
  readonly cost: number;
  /** Of the goals that were reached: observed after, not shown to be gained. */
  readonly value: number;
  readonly result: number;
}

export interface ReportRow extends TriggerStatistics, Money {
  readonly lift: Lift | null;
}

/** Those who were reached against those who were held out; only this comparison speaks of gain. */
export interface Lift {
  readonly treated: { readonly entered: number; readonly rate: number };
  readonly held: { readonly entered: number; readonly rate: number };
  /** `rate(treated) / rate(held) - 1`; `null`: nobody of those held out reached the goal. */
  readonly relative: number | null;
  /** How often chance alone makes a difference this large, both ways; below 0.05 it counts as real. */
  readonly pValue: number;
}

/** `prices`: of one message, by code of the channel. */
export function reportOf(
  given: Pick<Report, 'environment' | 'period' | 'currency'>,
  statistics: readonly TriggerStatistics[],
  prices: ReadonlyMap<string, number>,
): Report {
  const triggers = statistics.map((row): ReportRow => {
    const cost = Object.entries(row.messages).reduce((sum, [channel, n]) => sum + n * (prices.get(channel) ?? 0), 0);
    const { treated, held } = row.goals;
    return { ...row, ...moneyOf(cost, treated.value + held.value), lift: liftOf(treated, held) };
  });
  const sum = (of: keyof Money): number => triggers.reduce((total, row) => total + row[of], 0);
  return { format: 'crmctl.report/1', ...given, triggers, totals: moneyOf(sum('cost'), sum('value')) };
}

function moneyOf(cost: number, value: number): Money {
  return { cost: round(cost), value: round(value), result: round(value - cost) };
}

function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function liftOf(treated: GoalCount, held: GoalCount): Lift | null {
  if (treated.entered === 0 || held.entered === 0 || treated.reached + held.reached === 0) return null;
  const [a, b] = [treated, held].map(({ entered, reached }) => ({ entered, rate: reached / entered })) as [
    Lift['treated'],
    Lift['held'],
  ];
  const pooled = (treated.reached + held.reached) / (treated.entered + held.entered);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / treated.entered + 1 / held.entered));
  const z = error === 0 ? 0 : Math.abs(a.rate - b.rate) / error;
  return { treated: a, held: b, relative: b.rate === 0 ? null : a.rate / b.rate - 1, pValue: 2 * (1 - normal(z)) };
}

/** The share of a normal distribution below z; Abramowitz and Stegun 26.2.17, wrong by less than 1e-7. */
function normal(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * z);
  const polynomial =
    t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}

/** A block a trigger, one line of totals that can be grepped. */
export function reportHuman({ triggers, totals, currency }: Report, page: Page): string {
  return [
    ...triggers.flatMap((row) => [page.colour.bold(row.trigger), ...columns(lines(row, currency), page)]),
    `Report: ${triggers.length} triggers, value ${totals.value}, cost ${totals.cost}, result ${totals.result} ${currency}.`,
  ].join('\n');
}

function lines(row: ReportRow, currency: string): readonly (readonly string[])[] {
  const { entered, waiting, ended, messages, effects, skipped, goals, lift, cost, value, result } = row;
  const reached = goals.treated.reached + goals.held.reached;
  return [
    ['', 'entered', `${entered}`, counts({ waiting, ...ended })],
    ...counted('sent', messages),
    ...counted('done', effects),
    ...counted('stopped', skipped),
    ...(reached === 0 ? [] : [['', 'goal', `${reached}`, `value ${value} ${currency}, observed after`]]),
    ...(cost === 0 ? [] : [['', 'cost', `${cost}`, `result ${result} ${currency}`]]),
    ...(lift === null ? [] : [['', 'lift', liftText(lift), `p = ${lift.pValue.toFixed(3)}`]]),
  ];
}

function liftText({ treated, held, relative }: Lift): string {
  const rates = `${percent(treated.rate)} of ${treated.entered} against ${percent(held.rate)} of ${held.entered} held out`;
  return relative === null ? rates : `${relative < 0 ? '' : '+'}${percent(relative)}: ${rates}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function counted(word: string, by: Readonly<Record<string, number>>): readonly (readonly string[])[] {
  const total = Object.values(by).reduce((sum, count) => sum + count, 0);
  return total === 0 ? [] : [['', word, `${total}`, counts(by)]];
}

function counts(by: Readonly<Record<string, number>>): string {
  return Object.entries(by)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
