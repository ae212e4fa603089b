import type { Entity } from '../../language/scope.js';
import type { Reason } from '../../vocabulary/reasons.js';
import type { CompiledTemplate, Program } from '../program.js';
import type { EngineState } from '../state.js';
import { isApproved } from './approvals.js';
import { chooseChannel, type ChosenChannel, type NoChannel } from './channel.js';
import { inLanguageOf } from './language.js';
import { isSuppressed } from './suppressionList.js';

/** Whom a message of a class is for: a customer, by id and card; `to` another address than his own. */
export interface Reached {
  readonly class: string;
  readonly recipient: string | undefined;
  readonly customer: Entity | undefined;
  readonly to: string | undefined;
  /** By a run on a revision of before. */
  readonly isPinned?: boolean;
}

/** The first channel over which a message may go by approval, consent and suppression list, and can go; else why none. */
export function channelFor(
  { program, state }: { readonly program: Program; readonly state: Pick<EngineState, 'memo' | 'setMemo'> },
  template: CompiledTemplate,
  via: readonly string[] | undefined,
  { class: messageClass, recipient, customer, to, isPinned = false }: Reached,
): ChosenChannel | NoChannel {
  const { bodies } = inLanguageOf(customer, template, program.locale);
  return chooseChannel(program, template, via, {
    customer,
    to,
    isPinned,
    needsConsent: program.policy.classes.get(messageClass)?.consent === true,
    isApproved(type) {
      const approved = bodies.get(type)?.approved;
      return approved === undefined || isApproved(state, approved.code);
    },
    isSuppressed: (type, address) => isSuppressed(state, { type, address, customer: recipient }, messageClass),
  });
}

/** Why no message by a template, of the class of a trigger, could reach a customer now; `undefined`: one could. */
export function whyUnreachable(
  program: Program,
  state: EngineState,
  code: string,
  customer: Entity,
  trigger: string,
): Reason | undefined {
  const template = program.templates.get(code);
  if (template === undefined) return 'no-template';
  const id = customer['id'];
  const found = channelFor({ program, state }, template, undefined, {
    class: program.triggers.get(trigger)?.class ?? 'service',
    recipient: id === undefined ? undefined : String(id),
    customer,
    to: undefined,
  });
  return 'reason' in found ? found.reason : undefined;
}
