import type {
  AudienceSize,
  CommandState,
  JournalEntry,
  OperatorCommand,
  OutboxEntry,
  Pause,
  PendingRun,
  Selection,
  TriggerStatistics,
} from '../model/operations.js';
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
  /** Waiting runs one by one, the next to go on first. */
  pending(about: Selection): Promise<readonly PendingRun[]>;
  /** Effects in the order in which they were decided; `states`: only those in one of them. */
  outbox(about: Selection, states?: readonly string[]): Promise<readonly OutboxEntry[]>;
  /** What was decided and why, oldest first; `what`: only lines of that kind, `from`: only those since then, ISO 8601. */
  journal(
    about: Selection,
    only?: { readonly what?: string; readonly from?: string },
  ): Promise<readonly JournalEntry[]>;
  /** Audiences of advertising networks that somebody is in. */
  audiences(): Promise<readonly AudienceSize[]>;
  /** Of the runs that entered in a period: ISO 8601, both ends included. */
  statistics(period: { readonly from?: string; readonly to?: string }): Promise<readonly TriggerStatistics[]>;
  /** Left for the runner, which takes it before anything else. */
  command(command: OperatorCommand): Promise<CommandState>;
  commandState(id: number): Promise<CommandState>;
  pauses(): Promise<readonly Pause[]>;
  pause(pause: { readonly scope: string; readonly by: string; readonly reason?: string }): Promise<Pause>;
  /** `false`: it was not paused. */
  resume(scope: string): Promise<boolean>;
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
      // Gone is gone: an earlier attempt, whose answer was lost, may have done it.
      await gone(() => send('DELETE', pathOf(collection, code)));
    },
    lock: async (owner, ttlSeconds) => (await send<{ lock: LockHolder }>('POST', '/lock', { owner, ttlSeconds })).lock,
    async unlock(owner) {
      await send('DELETE', '/lock', { owner });
    },
    waiting: async () => (await send<{ waiting: readonly WaitingGroup[] }>('GET', '/waiting')).waiting,
    pending: async (about) =>
      (await send<{ pending: readonly PendingRun[] }>('GET', `/pending${queryOf(about)}`)).pending,
    outbox: async (about, states = []) => {
      const query = queryOf({ ...about, ...(states.length > 0 && { state: states.join(',') }) });
      return (await send<{ outbox: readonly OutboxEntry[] }>('GET', `/outbox${query}`)).outbox;
    },
    journal: async (about, only = {}) =>
      (await send<{ journal: readonly JournalEntry[] }>('GET', `/journal${queryOf({ ...about, ...only })}`)).journal,
    audiences: async () => (await send<{ audiences: readonly AudienceSize[] }>('GET', '/audiences')).audiences,
    statistics: async (period) =>
      (await send<{ statistics: readonly TriggerStatistics[] }>('GET', `/statistics${queryOf(period)}`)).statistics,
    command: async (command) => (await send<{ command: CommandState }>('POST', '/commands', command)).command,
    commandState: async (id) => (await send<{ command: CommandState }>('GET', `/commands/${id}`)).command,
    pauses: async () => (await send<{ pauses: readonly Pause[] }>('GET', '/pauses')).pauses,
    pause: async (pause) => (await send<{ pause: Pause }>('PUT', '/pauses', pause)).pause,
    resume: (scope) => gone(() => send('DELETE', `/pauses/${encodeURIComponent(scope)}`)),
    sendEvents: (events) => send('POST', '/events', { events }),
    requests: transport.requests,
    close: transport.close,
  };
}

function pathOf(collection: string, code: string): string {
  return `/${encodeURIComponent(collection)}/${encodeURIComponent(code)}`;
}

/** Whether there was something to take away. */
async function gone(remove: () => Promise<unknown>): Promise<boolean> {
  try {
    await remove();
    return true;
  } catch (error) {
    if (error instanceof CrmError && error.reason === 'not-found') return false;
    throw error;
  }
}

function queryOf(
  members: Selection & {
    readonly state?: string;
    readonly what?: string;
    readonly from?: string;
    readonly to?: string;
  },
): string {
  const query = new URLSearchParams(Object.entries(members)).toString();
  return query === '' ? '' : `?${query}`;
}
