import type { Project } from '../../language/project.js';
import { parseDuration, type Duration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import { day, parseClock } from '../../model/zone.js';

/** What may reach customers, by class of message. */
export interface PolicyRole {
  readonly classes: ReadonlyMap<string, ClassRules>;
  /** Share of customers (0 … 1) who never get marketing. */
  readonly control: number;
  readonly maxDepth: number;
  readonly perHour: number | undefined;
  readonly maxMessages: number | undefined;
  /** For classes and triggers that do not say. */
  readonly late: Late;
  /** How long the journal of a live runner is kept: what was decided, and which conditions were false; milliseconds. */
  readonly retention: { readonly journal: number; readonly refused: number };
  /** Warn in reports when a larger share of a trigger's messages is held back, and when a customer gets more in a week. */
  readonly report: { readonly skipped: number | undefined; readonly perCustomer: number | undefined };
}

/** Any such time, or a period of the calendar. */
export type CapWindow = Duration | { readonly clock: 'period'; readonly period: 'day' | 'week' | 'month' };

/** What becomes of what nobody was there to do; milliseconds. */
export interface Late {
  /** What is due longer ago is put aside. */
  readonly max?: number;
  /** Messages of marketing that are later than this go out over this time. */
  readonly spread?: number;
}

export interface ClassRules {
  /** Milliseconds since local midnight; `from` may lie after `to`. */
  readonly quiet?: { readonly from: number; readonly to: number };
  readonly onQuiet: 'defer' | 'skip';
  /** `text` as written: `3/7d`. */
  readonly caps: readonly { readonly count: number; readonly window: CapWindow; readonly text: string }[];
  readonly onCap: 'defer' | 'skip';
  readonly consent: boolean;
  readonly late: Late;
}

const defaultMaxDepth = 3;
const defaultRetention = { journal: 365 * day, refused: 30 * day };

/** The project's Policy; without one nothing is held back. Several are merged, later ones win by class. */
export function readPolicy(project: Project): PolicyRole {
  const classes = new Map<string, ClassRules>();
  let role: Omit<PolicyRole, 'classes'> = {
    control: 0,
    maxDepth: defaultMaxDepth,
    perHour: undefined,
    maxMessages: undefined,
    late: {},
    retention: defaultRetention,
    report: { skipped: undefined, perCustomer: undefined },
  };
  for (const { spec } of project.ofKind('Policy')) {
    for (const [name, rules] of Object.entries(isObject(spec['classes']) ? spec['classes'] : {}))
      if (isObject(rules)) classes.set(name, rulesOf(rules));
    const loop = isObject(spec['loop']) ? spec['loop'] : {};
    const report = isObject(spec['report']) ? spec['report'] : {};
    const catchUp = isObject(spec['catchUp']) ? spec['catchUp'] : {};
    const retention = isObject(spec['retention']) ? spec['retention'] : {};
    role = {
      control: spec['control'] === undefined ? role.control : shareOf(spec['control']),
      maxDepth: numberOf(loop['maxDepth']) ?? role.maxDepth,
      perHour: numberOf(loop['perHour']) ?? role.perHour,
      maxMessages: numberOf(catchUp['maxMessages']) ?? role.maxMessages,
      late: { ...role.late, ...lateOf(spec['late']) },
      retention: {
        journal: roughly(retention['journal']) ?? role.retention.journal,
        refused: roughly(retention['refused']) ?? role.retention.refused,
      },
      report: {
        skipped: report['skipped'] === undefined ? role.report.skipped : shareOf(report['skipped']),
        perCustomer: numberOf(report['perCustomer']) ?? role.report.perCustomer,
      },
    };
  }
  return { classes, ...role };
}

/** `2%` or `0.02` → 0.02 */
export function shareOf(value: unknown): number {
  const text = String(value);
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
}

function rulesOf(rules: Record<string, unknown>): ClassRules {
  const quiet =
    typeof rules['quiet'] === 'string' ? rules['quiet'].split('-').map((clock) => parseClock(clock.trim())) : [];
  const [from, to] = quiet;
  return {
    late: lateOf(rules['late']),
    ...(from !== undefined && to !== undefined && { quiet: { from, to } }),
    onQuiet: rules['onQuiet'] === 'skip' ? 'skip' : 'defer',
    onCap: rules['onCap'] === 'skip' ? 'skip' : 'defer',
    consent: rules['consent'] === 'required',
    caps: (Array.isArray(rules['caps']) ? rules['caps'] : []).flatMap((cap) => {
      const [count, length] = String(cap).split('/');
      const window = windowOf(length ?? '');
      return window === undefined ? [] : [{ count: Number(count), window, text: String(cap) }];
    }),
  };
}

/** `{max: 2d, spread: 1h}` */
export function lateOf(late: unknown): Late {
  if (!isObject(late)) return {};
  const [max, spread] = [roughly(late['max']), roughly(late['spread'])];
  return { ...(max !== undefined && { max }), ...(spread !== undefined && { spread }) };
}

/** In milliseconds; nobody asks here for the length of a certain month or year: they are thirty days, and 365. */
function roughly(text: unknown): number | undefined {
  const duration = typeof text === 'string' ? parseDuration(text) : undefined;
  if (duration === undefined) return undefined;
  if (duration.clock === 'elapsed') return duration.milliseconds;
  const { months, days } = duration;
  return (Math.floor(months / 12) * 365 + (months % 12) * 30 + days) * day;
}

function windowOf(text: string): CapWindow | undefined {
  return text === 'day' || text === 'week' || text === 'month'
    ? { clock: 'period', period: text }
    : parseDuration(text);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
