import { CrmError } from '../../crm/errors.js';
import { ambientOf } from '../../engine/scope.js';
import type { Effect } from '../../model/effect.js';
import { liveFor } from '../../vocabulary/inHistory.js';
import type { ActionWord } from '../../vocabulary/meaning/action.js';
import type { ApiFacts, Live } from '../../vocabulary/meaning/live.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import type { FindPerson } from '../people.js';
import type { OutboxRow } from '../store/outbox.js';
import { done, failed, unknown, withoutSecrets, type Attempt } from './attempt.js';
import type { Outgoing } from './outgoing.js';
import { carryOutByApi } from './viaApi.js';
import { carryOutByChannel } from './viaChannel.js';
import { carryOutByDeclaration } from './viaDeclaration.js';
import { carryOutByExec } from './viaExec.js';
import { carryOutByHttp, type DeclaredRequest } from './viaHttp.js';

/** One attempt, by whatever carries out this action. Throws only `CrmError` with the reason `auth`: then no other effect can succeed. */
export async function perform(outgoing: Outgoing, row: OutboxRow): Promise<Attempt> {
  return withoutSecrets(await attempted(outgoing, row), outgoing.executors);
}

async function attempted(outgoing: Outgoing, row: OutboxRow): Promise<Attempt> {
  const { executors, words, program, store, clock } = outgoing;
  const effect = withPerson(row.effect, executors.findPerson);
  const word = wordOf(words, effect);
  if (word === undefined) return failed(`this crmctl knows no action "${effect.type}"`);
  try {
    const live = liveFor(word, effect);
    if (live.by === 'declared')
      return await carryOutByDeclaration(
        outgoing,
        row,
        live,
        () => word.happen(effect, ambientOf(program, store.state, clock())).result,
      );
    if (live.by === 'self') return done(word.happen(effect, ambientOf(program, store.state, clock())).result);
    if (live.by === 'api')
      return await carryOutByApi(executors.crm, word, live.procedure, { ...row, effect }, factsFor(outgoing, effect));
    if (live.by === 'exec') return await carryOutByExec(effect);
    if (live.by === 'channel') {
      const channel = executors.transports.get(effect.channel ?? '');
      return channel === undefined
        ? failed(`channel/${effect.channel ?? '?'} has no transport here`)
        : await carryOutByChannel(channel.transport, effect, channel.resend);
    }
    const connection = executors.connections.get(String(effect.data['connection']));
    return connection === undefined
      ? failed(`connection/${String(effect.data['connection'])} is not in the release`)
      : // `prepare` of the action made the request.
        await carryOutByHttp(connection, effect.data as unknown as DeclaredRequest, effect.id, targetOf(words, effect));
  } catch (error) {
    if (error instanceof CrmError) throw error;
    // A mistake of ours must not stand in the way of all that follows.
    return unknown(`crmctl failed: ${(error as Error).message}`);
  }
}

/** What the procedure of an effect may know of the account and of other effects. */
export function factsFor({ program: { zone }, store }: Pick<Outgoing, 'program' | 'store'>, effect: Effect): ApiFacts {
  return { zone, carriedOut: (since) => store.outbox.carriedOut(effect, since) };
}

/** What it goes to: when that is down for one effect, it is for all of them. */
export function targetOf(words: Vocabulary, effect: Effect): string {
  const live = liveOf(words, effect);
  const by = live?.by;
  if (live?.by === 'declared') return `connection/${live.connection}`;
  if (by === 'channel') return `channel/${effect.channel ?? ''}`;
  if (by === 'self' || by === 'exec') return by;
  return by === 'http' ? `connection/${String(effect.data['connection'])}` : 'crm';
}

export function liveOf(words: Vocabulary, effect: Effect): Live | undefined {
  const word = wordOf(words, effect);
  return word && liveFor(word, effect);
}

export function wordOf(words: Vocabulary, effect: Effect): ActionWord | undefined {
  return words.actions.find(({ name }) => name === effect.type);
}

export function withPerson(effect: Effect, find: FindPerson): Effect {
  const performerId = find(effect.data['performer'], effect.id);
  return performerId === undefined ? effect : { ...effect, data: { ...effect.data, performerId } };
}
