import type { Effect } from '../model/effect.js';
import { uuid5 } from '../model/digest.js';
import type { Admission, Instance } from '../model/instance.js';
import { instant, parseInstant } from '../model/instant.js';
import { fromLocal, parseLocal } from '../model/zone.js';
import { zoneOf } from '../vocabulary/zoneOf.js';
import type { ActionWord, StepContext } from '../vocabulary/meaning.js';
import { Refusal, type Reason } from '../vocabulary/reasons.js';
import { admit, capHorizon } from './admit.js';
import { reserveBudget } from './budget.js';
import { inLanguageOf } from './language.js';
import { bestChannels } from './bestChannels.js';
import type { NoChannel } from './channel.js';
import { channelFor } from './reach.js';
import { ambientOf, extend, type Sight } from './scope.js';
import { exitReason, type ExitReason } from './exits.js';
import { renderMessage } from './message.js';
import { ownTurn, spread } from './spread.js';
import { suppressionOf } from './suppression.js';
import type { CompiledTrigger, Node } from './program.js';
import { lateMaxFor } from './late.js';
import { linePath, stepPath } from './place.js';
import { noteOn, type Running, type Work } from './work.js';

/** What became of an action at its step. */
export type Acted =
  | { readonly kind: 'handed-over'; readonly effect: string }
  | { readonly kind: 'deferred'; readonly effect: string; readonly until: Effect['at']; readonly spread: boolean }
  /** It wants something scarce: whoever else wants it until then is heard first, then the highest priority is served. */
  | {
      readonly kind: 'queued';
      readonly effect: string;
      readonly until: Effect['at'];
      readonly among: 'all' | 'customer';
    }
  | { readonly kind: 'passed'; readonly result: Readonly<Record<string, unknown>> }
  /** It cannot be done: the step fails. */
  | { readonly kind: 'failed'; readonly reason: string; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'exited'; readonly exit: ExitReason };

/** What the engine has beside what it gives to an action. */
export interface OfEngine {
  readonly scope: Sight;
  /** Makes last what the action wants to remember. */
  keep(): void;
}

/** One step of action: what is wanted, whether it may be, and the effect with its outcome. `held`: what it waited for, this is its turn. */
export function act(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  word: ActionWord,
  context: StepContext & OfEngine,
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

/** What succeeded may bring another action with it: the answer of an outside service is kept in fields. */
export function followUp(done: Effect, word: ActionWord, context: StepContext): Effect | undefined {
  const next = word.follow?.(context);
  if (next === undefined) return undefined;
  const { id, action, data } = next;
  const { template: _template, channel: _channel, ...rest } = done;
  return { ...rest, id: uuid5(done.instance, `${done.step}/${id}`), step: `${done.step}/${id}`, type: action, data };
}

/** Messages of marketing are not put aside: they wait for the next window in which they may go (docs/engine.md#whether-a-message-may-go). */
function isTooLate({ program, wall, now }: Work, trigger: CompiledTrigger, { reaches }: ActionWord): boolean {
  return wall - now > lateMaxFor(program, trigger) && !(trigger.class === 'marketing' && reaches === 'customer');
}

interface Attempt {
  readonly effect: Effect;
  readonly seen: Sight;
  readonly held: Admission | undefined;
  readonly skip: (reason: Reason, more?: Partial<Effect>) => Acted;
  readonly late: (more?: Partial<Effect>) => Acted | undefined;
  /** Its `validUntil` is past by then. */
  readonly isOver: (at: Effect['at']) => boolean;
}

/** consent → suppression list → control and holdout → usable channel → validUntil → spread → priority arbitration → quiet hours → caps → render (docs/engine.md#whether-a-message-may-go). */
function reachCustomer(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  { effect, seen, held, skip, late, isOver }: Attempt,
): Acted {
  // Whoever catches up admits by the wall: what is written now arrives now.
  const { program, state, wall: now } = work;
  const {
    template: code,
    via,
    to,
    with: given,
  } = effect.data as { template?: string; via?: readonly string[]; to?: string; with?: Record<string, unknown> };
  const template = code === undefined ? undefined : program.templates.get(code);
  if (template === undefined) return skip('no-template');
  const named = { template: template.code };
  const { customer: recipient } = effect;
  const customer = recipient === undefined ? undefined : state.world.customer(recipient);
  const wanted = via?.[0] === 'best' ? bestChannels(program, template, customer, ambientOf(program, state, now)) : via;
  const isPinned = program.triggers.get(trigger.code) !== trigger;
  const channel = channelFor(work, template, wanted, { class: trigger.class, recipient, customer, to, isPinned });
  if ('reason' in channel && isForbidden(channel)) return skip(channel.reason, named);
  const suppressed = suppressionFor(work, trigger, instance, effect);
  if (suppressed !== undefined) return skip(suppressed, named);
  if ('reason' in channel) return skip(channel.reason, named);
  const chosen = { ...named, channel: channel.code };
  const tooLate = late(chosen);
  if (tooLate !== undefined) return tooLate;
  const defer = (until: Effect['at'], reason: Reason): Acted => {
    work.effects.push({ ...effect, ...chosen, outcome: 'deferred', reason, until });
    return { kind: 'deferred', effect: effect.id, until, spread: held?.spread === true || reason === spread };
  };
  const zone = (): string => zoneOf({ customer, order: seen['order'] }, work.ambient);
  // Once: a host that looks seldom is late for that moment, too.
  const turn = held?.spread ? undefined : ownTurn(work, trigger, recipient ?? effect.key, zone);
  if (turn !== undefined && !isOver(turn)) return defer(turn, spread);
  const among = held === undefined ? scarceAmong(program, trigger, channel.code) : undefined;
  // All that is caught up with competes at once, whenever it was due.
  if (among !== undefined) return { kind: 'queued', effect: effect.id, until: now, among };

  const sent = recipient === undefined ? [] : state.sentTo(recipient, capHorizon(program.policy, trigger.class, now));
  const admission = admit(program.policy, { class: trigger.class, zone: zone(), sent }, now);
  if (admission.may === 'skip') return skip(admission.reason, chosen);
  if (admission.may === 'defer') return defer(admission.until, admission.reason);

  const params = { ...template.defaults, ...given };
  const scope = extend(seen, { params, ...params });
  const { bodies, locale } = inLanguageOf(customer, template, program.locale);
  const rendered = renderMessage(bodies.get(channel.type) ?? { parts: [] }, scope, customer);
  if ('missing' in rendered) return skip('missing-value', { ...chosen, data: { missing: rendered.missing } });
  const message = { to: channel.address, ...(locale !== undefined && { locale }), ...rendered.parts };
  if (!reserveBudget(work, { ...effect, ...chosen })) return skip('budget', chosen);
  if (recipient !== undefined) state.recordSent(recipient, { class: trigger.class, at: now, effect: effect.id });
  // Marketing belongs to the window that it was let into, not to the moment at which it was due: how late it is counts from here.
  const at = trigger.class === 'marketing' ? now : effect.at;
  const data = { ...message, ...(given !== undefined && { with: given }) };
  return handOver(work, { ...effect, ...chosen, at, data });
}

/** Budgets hold the money of a channel, caps count the messages to a customer: what one gets another does not. */
function scarceAmong(
  { policy, channels }: Work['program'],
  { class: name }: CompiledTrigger,
  channel: string,
): 'all' | 'customer' | undefined {
  if (channels.get(channel)?.budget !== undefined) return 'all';
  return (policy.classes.get(name)?.caps.length ?? 0) > 0 ? 'customer' : undefined;
}

/** Neither the control group nor the holdout holds those who could not be written to anyway. */
function isForbidden({ reason }: NoChannel): boolean {
  return reason === 'no-consent' || reason === 'suppressed';
}

/** Of the instance's own customer it was decided at entry; of another one, whom a loop goes through, now. */
function suppressionFor(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  { customer }: Effect,
): Instance['suppressed'] {
  return customer === instance.customer ? instance.suppressed : suppressionOf(work, trigger, customer);
}

function handOver(work: Work, effect: Effect): Acted {
  work.effects.push(effect);
  return { kind: 'handed-over', effect: effect.id };
}

/** The effect of a step in the round in which it stands, before it is known what it holds and whether it may be. */
export function effectOf(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  node: Node,
  word: ActionWord,
  { order, customer, effectId }: Pick<StepContext, 'order' | 'customer' | 'effectId'>,
): Effect {
  const effect: { -readonly [K in keyof Effect]: Effect[K] } = {
    id: effectId(),
    at: work.now,
    trigger: trigger.address,
    instance: instance.id,
    step: stepPath(instance, node),
    type: word.name,
    key: instance.key,
    data: {},
    outcome: 'done',
    causedBy: instance.causedBy,
    depth: instance.depth + 1,
  };
  if (customer !== undefined) effect.customer = customer;
  if (order !== undefined) effect.order = order;
  return effect;
}

/** Whether the `validUntil` of a step is over. */
export function isPast(node: Node, context: StepContext, wall: Effect['at']): boolean {
  if (!node.hasValidUntil) return false;
  const value = context.evaluate(['validUntil']);
  const until =
    typeof value === 'string'
      ? (parseInstant(value) ?? localInstant(value, context.clockwork.zone))
      : typeof value === 'number'
        ? instant(value)
        : undefined;
  return until !== undefined && wall > until;
}

function localInstant(text: string, zone: string): Effect['at'] | undefined {
  const local = parseLocal(text);
  return local === undefined ? undefined : fromLocal(zone, local);
}
