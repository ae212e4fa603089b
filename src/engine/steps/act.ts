import type { Effect } from '../../model/effect.js';
import type { Admission } from '../../model/instance.js';
import type { ActionWord } from '../../vocabulary/meaning/action.js';
import { Refusal, type Reason } from '../../vocabulary/reasons.js';
import { suppressionFor } from '../entry/controlGroup.js';
import { exitReason } from '../instances/exits.js';
import { lateMaxFor } from '../messages/late.js';
import { reachCustomer } from '../messages/reachCustomer.js';
import type { CompiledTrigger, Node } from '../program.js';
import { noteOn, type Running, type Work } from '../work.js';
import { handOver, type Acted } from './acted.js';
import type { ActionContext } from './context.js';
import { effectOf } from './effectOf.js';
import { linePath } from './place.js';
import { isPast } from './validUntil.js';

/** One step of action: what is wanted, whether it may be, and the effect with its outcome. `held`: what it waited for, this is its turn. */
export function act(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  word: ActionWord,
  context: ActionContext,
  held: Admission | undefined,
): Acted {
  const exit = exitReason(work, trigger, instance);
  if (exit !== undefined) return { kind: 'exited', exit };
  if (held === undefined && word.scarce?.(node.spec) === true)
    return { kind: 'queued', effect: context.effectId(), until: work.now, among: 'all' };

  const effect = effectOf(work, trigger, instance, node, word, context);
  const lacking = lackingFor(word, effect);
  const prepared = lacking === undefined ? word.prepare(context) : new Refusal(lacking);
  const skip = (reason: Reason, more: Partial<Effect> = {}): Acted => {
    work.effects.push({ ...effect, ...more, outcome: 'skipped', reason });
    return { kind: 'passed', result: { ok: false, reason } };
  };
  if (context.missing() !== undefined) return skip('missing-value', { data: { missing: context.missing() } });
  if (prepared instanceof Refusal) {
    const { reason, result, fails } = prepared;
    skip(reason, { data: result });
    return { kind: fails ? 'failed' : 'passed', reason, result: { ok: false, reason, ...result } };
  }
  if (prepared === undefined) {
    noteOn(work, trigger, instance, 'unchanged');
    return { kind: 'passed', result: { ok: true } };
  }
  const late = (more: Partial<Effect> = {}): Acted | undefined => {
    if (isPast(node, context, work.wall)) return skip('expired', { data: prepared, ...more });
    return isTooLate(work, trigger, word) ? skip('late', { data: prepared, ...more }) : undefined;
  };
  if (word.reaches !== 'customer') {
    const suppressed = word.gives ? suppressionFor(work, trigger, instance, effect) : undefined;
    const stopped = suppressed === undefined ? late() : skip(suppressed, { data: prepared });
    if (stopped !== undefined) return stopped;
    context.keep();
    const line = word.givesWay?.(node.spec) === true ? linePath(trigger, instance, node) : undefined;
    return handOver(work, { ...effect, data: prepared, ...(line !== undefined && { line }) });
  }
  const isOver = (at: Effect['at']): boolean => isPast(node, context, at);
  const attempt = {
    effect: { ...effect, data: prepared },
    seen: context.scope,
    held,
    skip,
    late,
    isOver,
  };
  return reachCustomer(work, trigger, instance, attempt);
}

/** Why there is nobody and nothing to do it to; a message says itself why it cannot arrive. */
function lackingFor({ needs = [], reaches }: ActionWord, effect: Effect): Reason | undefined {
  const lacking = reaches === 'customer' ? undefined : needs.find((need) => effect[need] === undefined);
  return lacking && `no-${lacking}`;
}

/** Messages of marketing are not put aside: they wait for the next window in which they may go (docs/engine.md#whether-a-message-may-go). */
function isTooLate({ program, wall, now }: Work, trigger: CompiledTrigger, { reaches }: ActionWord): boolean {
  return wall - now > lateMaxFor(program, trigger) && !(trigger.class === 'marketing' && reaches === 'customer');
}
