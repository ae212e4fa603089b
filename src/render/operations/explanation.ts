import type { Because } from '../../model/instance.js';
import type { JournalEntry, OutboxEntry, PendingRun } from '../../model/operations.js';

/** The document of `explain --json`. */
export interface Explanation {
  readonly format: 'crmctl.explain/1';
  readonly environment: string;
  readonly subject: string;
  readonly runs: readonly ExplainedRun[];
  /** What triggers listen to came, and they did not start. */
  readonly refused: readonly Pick<JournalEntry, 'at' | 'trigger' | 'reason' | 'because'>[];
  /** Triggers that run here, and to which nothing came that starts them. */
  readonly unheard: readonly string[];
}

export interface ExplainedRun {
  readonly instance: string;
  readonly trigger: string;
  readonly key: string;
  /** `waiting`, or how it ended. */
  readonly status: string;
  readonly waits?: PendingRun;
  readonly lines: readonly ExplainedLine[];
}

export interface ExplainedLine {
  readonly at: string;
  readonly what: string;
  readonly step: string | null;
  readonly reason: string | null;
  readonly because: Because | null;
  readonly effect?: string;
}

export interface Records {
  readonly environment: string;
  readonly subject: string;
  readonly journal: readonly JournalEntry[];
  readonly outbox: readonly OutboxEntry[];
  readonly pending: readonly PendingRun[];
  /** Addresses of the triggers that are asked about. */
  readonly triggers: readonly string[];
}

/** The runner met it: something ran, or something did not start. */
export function isKnown({ runs, refused }: Explanation): boolean {
  return runs.length + refused.length > 0;
}

const endings = ['completed', 'exited', 'stopped', 'failed'];

/** Puts together, run by run, what was decided, what went out and what waits; and why other triggers did not start. */
export function explanationOf({ environment, subject, journal, outbox, pending, triggers }: Records): Explanation {
  const ofRuns = journal.filter(({ instance }) => instance !== null);
  const others = journal.filter(({ instance }) => instance === null);
  const instances = new Set([...ofRuns.map(({ instance }) => instance!), ...pending.map(({ instance }) => instance)]);
  const runs = [...instances].map((id): ExplainedRun => {
    const lines = ofRuns.filter(({ instance }) => instance === id);
    const effects = outbox.filter(({ instance }) => instance === id);
    const waits = pending.find(({ instance }) => instance === id);
    const { trigger, key } = (lines[0] ?? waits)!; // it came from one of them
    return {
      instance: id,
      trigger,
      key: key ?? '',
      status:
        waits === undefined ? (lines.findLast(({ what }) => endings.includes(what))?.what ?? 'unknown') : 'waiting',
      ...(waits !== undefined && { waits }),
      lines: [...lines.map(lineOf), ...effects.map(effectLine)].sort((a, b) =>
        a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
      ),
    };
  });
  const heard = new Set([...journal, ...pending].map(({ trigger }) => trigger));
  return {
    format: 'crmctl.explain/1',
    environment,
    subject,
    runs,
    refused: others.map(({ at, trigger, reason, because }) => ({ at, trigger, reason, because })),
    unheard: triggers.filter((trigger) => !heard.has(trigger)),
  };
}

function lineOf({ at, what, step, reason, because, value }: JournalEntry): ExplainedLine {
  return { at, what, step, reason: reason ?? (value === null ? null : `worth ${value}`), because };
}

function effectLine({ at, state, type, channel, template, step, reason, effect }: OutboxEntry): ExplainedLine {
  return {
    at,
    what: `${template === null ? type : `${type} ${template}`}${channel === null ? '' : ` by ${channel}`} ${state}`,
    step,
    reason,
    because: null,
    effect,
  };
}
