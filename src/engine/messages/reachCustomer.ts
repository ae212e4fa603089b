import type { Effect } from '../../model/effect.js';
import type { Admission } from '../../model/instance.js';
import type { Reason } from '../../vocabulary/reasons.js';
import { zoneOf } from '../../vocabulary/zoneOf.js';
import { suppressionFor } from '../entry/controlGroup.js';
import type { CompiledTrigger } from '../program.js';
import { ambientOf, extend, type Sight } from '../scope.js';
import { handOver, type Acted } from '../steps/acted.js';
import type { Running, Work } from '../work.js';
import { admit, capHorizon } from './admit.js';
import { bestChannels } from './bestChannels.js';
import { reserveBudget } from './budget.js';
import type { NoChannel } from './channel.js';
import { inLanguageOf, readerOf } from './language.js';
import { renderMessage } from './message.js';
import { channelFor } from './reach.js';
import { ownTurn, spread } from './spread.js';

/** A message that is wanted, and how to say that it does not go. */
export interface Attempt {
  readonly effect: Effect;
  readonly seen: Sight;
  readonly held: Admission | undefined;
  readonly skip: (reason: Reason, more?: Partial<Effect>) => Acted;
  readonly late: (more?: Partial<Effect>) => Acted | undefined;
  /** Its `validUntil` is past by then. */
  readonly isOver: (at: Effect['at']) => boolean;
}

/** consent → suppression list → control and holdout → usable channel → validUntil → spread → priority arbitration → quiet hours → caps → render (docs/engine.md#whether-a-message-may-go). */
export function reachCustomer(
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
  const { bodies, locale } = inLanguageOf(readerOf(customer, seen['order'], to), template, program.locale);
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
