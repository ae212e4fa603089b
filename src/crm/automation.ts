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
} from '../model/release.js';
import { CrmError } from './errors.js';
import { pageSize, readAllPages } from './paging.js';
import { openTransport, type Outgoing, type Tuning } from './transport.js';

export type * from '../model/release.js';

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

export interface AutomationOptions extends Tuning {
  readonly url: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
  /** Sent as `X-API-KEY`: the key of the embedded CRM beside it. */
  readonly key?: string;
}

/** A client of the automation API. Everything that it offers may be repeated without harm: contents and ids tell repetitions. */
export function createAutomationClient(options: AutomationOptions): AutomationClient {
  const transport = openTransport({
    ...options,
    headers: {
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
      ...(options.key !== undefined && { 'X-API-KEY': options.key }),
    },
    server: 'the automation API',
    keyCure: 'Check automation.token of the environment.',
  });

  // The answers come from our own server, whose shapes are these types (contract test: test/server/automation).
  function send<Answer>(method: Outgoing['method'], path: string, body?: unknown): Promise<Answer> {
    const content = body === undefined ? undefined : { type: 'application/json', text: JSON.stringify(body) };
    const outgoing = {
      method,
      target: `/automation/v1${path}`,
      label: `${method} automation${path}`,
      idempotent: true,
    };
    return transport.send({ ...outgoing, ...(content && { content }) }) as Promise<Answer>;
  }

  return {
    url: transport.url,
    info: () => send('GET', ''),
    state: () => send('GET', '/state'),
    publish: (release) => send('POST', '/releases', release),
    async releases() {
      const page = (number: number) =>
        send<Record<string, unknown>>('GET', `/releases?limit=${pageSize}&page=${number}`);
      return (await readAllPages(page, 'releases', 'GET automation/releases')) as readonly ReleaseHead[]; // as above
    },
    release: async (id) => (await send<{ release: Release }>('GET', `/releases/${encodeURIComponent(id)}`)).release,
    resources: async (collection) =>
      (await send<{ resources: readonly StoredResource[] }>('GET', `/${encodeURIComponent(collection)}`)).resources,
    resource: async (collection, code) =>
      (await send<{ resource: StoredResource }>('GET', pathOf(collection, code))).resource,
    put: async (collection, code, spec) =>
      (await send<{ resource: StoredResource }>('PUT', pathOf(collection, code), { spec })).resource,
    async remove(collection, code) {
      try {
        await send('DELETE', pathOf(collection, code));
      } catch (error) {
        // Gone is gone: an earlier attempt, whose answer was lost, may have done it.
        if (!(error instanceof CrmError) || error.reason !== 'not-found') throw error;
      }
    },
    lock: async (owner, ttlSeconds) => (await send<{ lock: LockHolder }>('POST', '/lock', { owner, ttlSeconds })).lock,
    async unlock(owner) {
      await send('DELETE', '/lock', { owner });
    },
    waiting: async () => (await send<{ waiting: readonly WaitingGroup[] }>('GET', '/waiting')).waiting,
    sendEvents: (events) => send('POST', '/events', { events }),
    requests: transport.requests,
    close: transport.close,
  };
}

function pathOf(collection: string, code: string): string {
  return `/${encodeURIComponent(collection)}/${encodeURIComponent(code)}`;
}
