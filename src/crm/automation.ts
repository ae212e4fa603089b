import type {
  AutomationInfo,
  AutomationState,
  CloudEvent,
  LockHolder,
  NewRelease,
  Release,
  ReleaseHead,
  Spec,
  StoredResource,
  WaitingGroup,
} from './automationTypes.js';

export type * from './automationTypes.js';

/** The automation API, one method an endpoint. Every method throws `CrmError` and nothing else. */
export interface AutomationClient {
  readonly url: string;
  info(): Promise<AutomationInfo>;
  state(): Promise<AutomationState>;
  /** `conflict` when `parent` is no longer the current release. */
  publish(release: NewRelease): Promise<{ readonly id: string; readonly number: number }>;
  /** Newest first, all of them. */
  releases(): Promise<readonly ReleaseHead[]>;
  release(id: string): Promise<Release>;
  /** `collection` is the kind's plural: `triggers`. */
  resources(collection: string): Promise<readonly StoredResource[]>;
  resource(collection: string, code: string): Promise<StoredResource>;
  put(collection: string, code: string, spec: Spec): Promise<StoredResource>;
  remove(collection: string, code: string): Promise<void>;
  /** `conflict` when somebody else holds it; the error's `answer` is a `LockHolder`. The same owner may renew. */
  lock(owner: string, ttlSeconds: number): Promise<LockHolder>;
  unlock(owner: string): Promise<void>;
  waiting(): Promise<readonly WaitingGroup[]>;
  /** Events that the CRM's history does not carry; one that is already there (by id) is counted as known. */
  sendEvents(events: readonly CloudEvent[]): Promise<{ readonly accepted: number; readonly known: number }>;
  requests(): number;
  close(): Promise<void>;
}
