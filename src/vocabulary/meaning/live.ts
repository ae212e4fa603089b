import type { Effect } from '../../model/effect.js';
import type { Instant } from '../../model/instant.js';
import type { ApiCall } from '../remoteKind.js';

/** What a procedure may know beside its effect. */
export interface ApiFacts {
  /** Of the account. */
  readonly zone: string;
  /** Other effects of this action about this customer that were carried out since then: what is theirs in the CRM is not this one's. */
  readonly carriedOut: (since: Instant) => readonly Effect[];
}

/** The calls of one effect as a generator: yields a call, is given the answer's body, returns the result values. Pure. */
export type ApiProcedure = (
  effect: Effect,
  again: boolean,
  facts: ApiFacts,
) => Generator<ApiCall, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

/** A request that a resource declares, and what its texts and values are about beside order and customer. */
export interface DeclaredCall {
  readonly name: string;
  readonly about: Readonly<Record<string, unknown>>;
}

/**
 * Requests that a resource of the project declares, one after the other: yields which, is given what the declaration reads from the
 * answer, returns the result values; `ok: false` with a `reason` when the service would not. Pure.
 */
export type DeclaredCalls = (
  effect: Effect,
  again: boolean,
) => Generator<DeclaredCall, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

/** How an effect is carried out live: by a channel, an outside service, a program of the project, the CRM's API, or by crmctl alone. */
export type Live =
  | { readonly by: 'channel' }
  | { readonly by: 'http' }
  | { readonly by: 'exec' }
  /** Nobody outside is asked: what `happen` says is the result, and its event is told to the triggers. */
  | { readonly by: 'self' }
  | {
      readonly by: 'api';
      readonly procedure: ApiProcedure;
      /** `false`: the CRM's history does not tell of it. Once it is done, its event is told as of what goes by crmctl alone. */
      readonly inHistory?: false;
    }
  /** By requests that stand in the resource with this address, in the map at `member`. */
  | {
      readonly by: 'declared';
      readonly address: string;
      readonly member: string;
      /** Code of the Connection that they go to. */
      readonly connection: string;
      readonly calls: DeclaredCalls;
    };
