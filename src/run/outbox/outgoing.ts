import type { Transport } from '../../channels/channel.js';
import type { CrmClient } from '../../crm/client.js';
import type { Program } from '../../engine/index.js';
import type { Scope } from '../../language/scope.js';
import type { Instant } from '../../model/instant.js';
import type { Rate } from '../../model/rate.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import type { FindPerson } from '../people.js';
import type { RunnerStore } from '../store.js';
import type { Lease } from '../store/lease.js';
import type { TurnCounts } from '../turns.js';

export interface Obeying {
  readonly program: Program;
  readonly store: RunnerStore;
  readonly words: Vocabulary;
  readonly clock: () => Instant;
  readonly counts: TurnCounts;
}

/** What carries effects out. */
export interface Executors {
  readonly crm: CrmClient;
  readonly transports: ReadonlyMap<string, { readonly transport: Transport; readonly resend: boolean }>;
  readonly connections: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** By address: `channel/sms`, `connection/loyalty`. */
  readonly rates: ReadonlyMap<string, Rate>;
  /** Resources that declare requests, by address: their specs filled in, the service, and their texts and values. */
  readonly declared: ReadonlyMap<string, DeclaringResource>;
  /** The environment keeps by itself what it has no service for: audiences. */
  readonly embedded: boolean;
  readonly findPerson: FindPerson;
  /** Strikes what came through `${NAME}` from a text. */
  readonly redact: (text: string) => string;
  /** The same of what an answer brings, which goes on to be worked with. */
  readonly redactData: (data: unknown) => unknown;
}

export interface DeclaringResource {
  readonly spec: Readonly<Record<string, unknown>>;
  /** The value at a path of the spec; `missed` hears what a text lacked. */
  render(path: readonly string[], scope: Scope, missed: (name: string) => void): unknown;
}

export interface Outgoing extends Obeying {
  readonly lease: Lease;
  readonly executors: Executors;
  readonly progress: (text: string) => void;
  /** A number in [0, 1), for jitter. */
  readonly random: () => number;
  /** Lets so many milliseconds pass; without it whatever must wait is left for a later pass. */
  readonly sleep?: ((milliseconds: number) => Promise<void>) | undefined;
}
