import type { Event } from './event.js';

/** Shapes of the automation API's answers and bodies, shared by its client and its server. */

export type Spec = Readonly<Record<string, unknown>>;

/** A resource in a release as it is published. */
export interface ReleasedResource {
  readonly address: string;
  readonly kind: string;
  readonly spec: Spec;
}

/** A resource as it is read back; `digest` is the digest of `spec`. */
export interface StoredResource extends ReleasedResource {
  readonly digest: string;
}

/** The last-applied copy of a resource of either plane; `protected` outlives the file in the repository. */
export interface AppliedResource extends StoredResource {
  readonly protected: boolean;
}

export interface ReleaseConfig {
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly locale: string;
  readonly tasks?: { readonly fallback?: string };
  /** Custom fields of the account that no document declares, by object and name: their types. */
  readonly fields?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly shop?: Readonly<Record<string, string | number>>;
}

export interface ReleaseHead {
  /** Content hash. */
  readonly id: string;
  /** Counts from 1. */
  readonly number: number;
  /** ISO 8601 UTC. */
  readonly appliedAt: string;
  readonly project: string;
  /** What the publisher calls this state: a git commit, a digest. */
  readonly revision: string;
  readonly parent: string | null;
}

export interface AutomationState {
  readonly release: ReleaseHead | null;
  readonly config: ReleaseConfig | null;
  /** What the runner runs now (runner kinds). */
  readonly live: readonly StoredResource[];
  /** The base of the three-way plan, both planes. */
  readonly applied: readonly AppliedResource[];
}

export interface NewRelease {
  /** Id of the release that this one replaces; `null` for the first. */
  readonly parent: string | null;
  readonly project: string;
  readonly revision: string;
  readonly config: ReleaseConfig;
  readonly live: readonly ReleasedResource[];
  readonly applied: readonly (ReleasedResource & { readonly protected?: boolean })[];
}

export interface Release extends ReleaseHead {
  readonly config: ReleaseConfig;
  readonly live: readonly StoredResource[];
}

export interface AutomationInfo {
  readonly version: string;
  /** What the CRM beside it can do beyond retailCRM's API: `statusGroups` can be written, `validations` are enforced. */
  readonly capabilities: { readonly statusGroups: boolean; readonly [capability: string]: unknown };
}

export interface LockHolder {
  readonly owner: string;
  /** ISO 8601 UTC. */
  readonly since: string;
  readonly ttlSeconds: number;
}

export interface WaitingGroup {
  readonly trigger: string;
  readonly step: string;
  readonly revision: string;
  readonly count: number;
  /** Addresses of what they name; absent: nobody knows. */
  readonly needs?: readonly string[];
}

/** A line of the log format (docs/operations.md#recorded-logs) as it travels: CloudEvents 1.0 with `time` in ISO 8601. */
export interface CloudEvent {
  readonly specversion?: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: Event['type'];
  readonly subject?: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}
