import type { Diagnostic } from '../model/diagnostic.js';

/**
 * The plan as a document, `crmctl.plan/1`: what `plan -o` writes, `apply` reads and every rendering is made of. Field names are a contract
 * (schemas/plan.v1.json).
 */
export interface Plan {
  readonly format: 'crmctl.plan/1';
  readonly project: string;
  readonly environment: string;
  /** False when a list of the CRM could not be read to its end: what it holds is not planned, and nothing of it is removed. */
  readonly complete: boolean;
  readonly base: Base;
  /** What is not unchanged, in the order in which it is carried out. */
  readonly resources: readonly PlanResource[];
  readonly summary: Summary;
  readonly guards: readonly Guard[];
  /** The log on which it was replayed, and every trigger that acts otherwise there; absent when nothing was replayed. */
  readonly replay?: Replay;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the plan was made from. `apply` refuses when any of it has moved. */
export interface Base {
  /** Of the project: settings and every resource. */
  readonly configuration: string;
  /** Of the last-applied copies as a whole: a second apply of the same plan finds another one. */
  readonly applied: string;
  /** Of the settings that the runner has. */
  readonly settings: string;
  /** Of every object that the plan touches, as it was read, by address. */
  readonly objects: Readonly<Record<string, string>>;
  /** Addresses without a change whose last-applied copy is brought up to date. */
  readonly record: readonly string[];
  /** Addresses that neither project nor CRM hold any more: their copy is dropped. */
  readonly forget: readonly string[];
}

export type Action = 'create' | 'update' | 'remove' | 'rename' | 'deactivate' | 'manual';
export type Executor = 'api' | 'runner' | 'manual';
export type Origin = 'repo' | 'remote' | 'both';

export interface PlanResource {
  readonly address: string;
  readonly kind: string;
  /** Heading under which it stands: `status-groups`. */
  readonly group: string;
  readonly actions: readonly Action[];
  readonly reason: string;
  readonly executor: Executor;
  /** Of a rename: the address until now. */
  readonly renamedFrom?: string;
  /** What a person has to do, when a part of it or all of it is manual. */
  readonly manual?: string;
  /** Where the repository says so; of something that left the repository there is none. */
  readonly source: { readonly file: string; readonly line: number } | null;
  readonly changes: readonly Change[];
  /** Addresses of this plan that come first. */
  readonly dependsOn: readonly string[];
  readonly waiting: readonly Waiting[];
  /** What the trigger would have done on a recorded log, before and after; null when nothing was replayed, and for other kinds. */
  readonly impact: Impact | null;
}

export interface Replay {
  /** SHA-256 of the log. */
  readonly log: string;
  /** ISO 8601 UTC; null for a log without events. */
  readonly from: string | null;
  readonly to: string | null;
  readonly events: number;
  /** The revision that it was compared with; null: what runs. */
  readonly against: string | null;
  /** Also those that do not change themselves: a policy, a segment or a template of theirs did. */
  readonly triggers: readonly TriggerImpact[];
}

export interface TriggerImpact extends Impact {
  readonly address: string;
}

export interface Impact {
  readonly entered: Moved;
  /** Done, by type of action. */
  readonly effects: Readonly<Record<string, Moved>>;
  /** Done messages, by channel. */
  readonly messages: Readonly<Record<string, Moved>>;
}

export interface Moved {
  readonly before: number;
  readonly after: number;
}

export interface Change {
  /** Keys from the resource's root, list items by their key: `statuses.new.name`. */
  readonly path: string;
  readonly op: 'add' | 'change' | 'remove' | 'move';
  /** In the CRM. Absent when there is none, or when it is sensitive. */
  readonly before?: unknown;
  /** In the repository, and after the plan. */
  readonly after?: unknown;
  /** Who moved since the last apply. */
  readonly origin: Origin;
  readonly sensitive: boolean;
  /** By hand, in the CRM's settings. */
  readonly manual?: true;
  /** Cannot be carried out before somebody made this by hand. */
  readonly waitsFor?: string;
}

/** Instances that wait in a step of a changed trigger, and what its `inFlight` does to them. */
export interface Waiting {
  readonly step: string;
  readonly count: number;
  readonly inFlight: string;
  readonly then: string;
}

export interface Summary {
  readonly create: number;
  readonly update: number;
  readonly remove: number;
  readonly rename: number;
  readonly manual: number;
  readonly unchanged: number;
  readonly unmanaged: number;
}

export interface Guard {
  readonly id: GuardId;
  readonly ok: boolean;
  /** Counts resources; of `replay`, percent with its sign. */
  readonly value: number;
  readonly limit: number;
  /** What value and limit are taken of: `of` resources (of `kind`). */
  readonly of?: number;
  readonly kind?: string;
  /** Of `timezone`: the zone of the account, and that of crmctl.yaml. */
  readonly zones?: { readonly account: string; readonly repository: string };
  /** What it is about, for a refusal. */
  readonly addresses: readonly string[];
}

/** `replay` stands only in a plan that was replayed, `timezone` only where the account tells its zone. */
export const guardIds = [
  'removals',
  'protected',
  'conflicts',
  'waiting',
  'incomplete',
  'project',
  'timezone',
  'replay',
] as const;

type GuardId = (typeof guardIds)[number];

/** Kind of the entry that stands for crmctl.yaml's own settings. */
export const settingsKind = 'Project';

/** Address of a project's own settings. */
export function projectAddress(name: string): string {
  return `project/${name}`;
}
