/** What a reason says of: an entry that came to nothing, a message or another action that was held back, a run that ended. */
type About = 'entry' | 'message' | 'action' | 'run';

export interface ReasonWord {
  readonly about: About;
  readonly doc: string;
}

/** Reason codes of crmctl's own, as the journal, reports and `steps.<id>.reason` show them. Outside services bring texts of their own beside them. */
export const reasons = {
  'already-running': { about: 'entry', doc: 'a run of this key has not ended yet (`mode: single`)' },
  'loop-rate': {
    about: 'entry',
    doc: 'more entries for one key within an hour than `loop.perHour` of the Policy lets in',
  },
  once: { about: 'entry', doc: 'used up already; also of a step' },

  'no-template': { about: 'message', doc: '`by` of `{by: …, a: code-a}` gave a name that does not stand beside it' },
  'no-channel': { about: 'message', doc: 'no active Channel of a type for which the template has a text' },
  'no-consent': { about: 'message', doc: 'the class requires consent and the customer unsubscribed' },
  suppressed: {
    about: 'message',
    doc: 'the address or the customer is on the [suppression list](operations.md#write-to-somebody-no-more)',
  },
  'not-approved': {
    about: 'message',
    doc: 'the messenger has not approved the text yet, or rejected it ([Operations](operations.md#templates-that-a-messenger-has-to-approve))',
  },
  'no-address': { about: 'message', doc: 'the customer has no e-mail, no phone' },
  control: { about: 'message', doc: 'in the control group of the Policy; also of gifts without a message' },
  holdout: { about: 'message', doc: 'in the holdout of the trigger; also of gifts without a message' },
  spread: {
    about: 'message',
    doc: 'marketing that nobody was there to send in time: deferred to a moment of the customer’s own within `late.spread`',
  },
  quiet: { about: 'message', doc: 'quiet hours; deferred by default, skipped with `onQuiet: skip`' },
  cap: { about: 'message', doc: 'too many messages; deferred by default, skipped with `onCap: skip`' },
  budget: { about: 'message', doc: 'the Channel’s `budget` is spent' },
  bounced: {
    about: 'message',
    doc: 'the mail server knows no such address; it is on the suppression list from now on',
  },

  'missing-value': { about: 'action', doc: 'a text needs a value that is not there' },
  expired: { about: 'action', doc: 'past its `validUntil`' },
  late: { about: 'action', doc: 'due longer ago than `late.max` of the trigger' },
  superseded: {
    about: 'action',
    doc: 'a newer one of the same trigger, step and key took its place; also of a run whose trigger changed',
  },
  'no-customer': { about: 'action', doc: 'what started the run brought no customer: a call by somebody unknown' },
  'no-order': { about: 'action', doc: 'what started the run brought no order' },
  'no-item': { about: 'action', doc: '`set` of a line, and it is not known of which' },
  'no-payment': { about: 'action', doc: '`set` of a payment, and it is not known of which' },
  'no-loyalty-account': { about: 'action', doc: 'the customer takes part in no loyalty program of the CRM' },
  'no-such-user': { about: 'action', doc: 'the CRM knows no such person any more' },
  'nobody-left': { about: 'action', doc: 'nobody of the team works here any more' },
  'no-stock': { about: 'action', doc: 'not enough is there to reserve' },
  'pool-is-empty': { about: 'action', doc: 'no code of the coupons is left' },
  balance: { about: 'action', doc: 'fewer bonuses than were to be spent' },
  'over-limit': { about: 'action', doc: 'more bonuses than `redeem` of the Program lets spend' },
  'moved-by-others': { about: 'action', doc: 'the answer was lost, and somebody has changed the field since' },
  'not-sent': { about: 'action', doc: 'a leg of a `cascade` could not go' },
  'no-answer': { about: 'action', doc: 'a leg of a `cascade` came to nothing in time' },

  goal: { about: 'run', doc: '`exit: goal`, and it was reached' },
  merged: { about: 'run', doc: 'the customer was merged, and one run of the key stays' },
  restarted: { about: 'run', doc: 'a newer entry took over (`mode: restart`)' },
  'endless-loop': { about: 'run', doc: 'its steps go round without a pause' },
  'step-is-gone': { about: 'run', doc: 'the trigger has changed, and the step where it stood is in it no more' },
  'effect-failed': { about: 'run', doc: 'an action failed without saying why, and no `onError` takes it' },
  'no-sequence': { about: 'run', doc: 'the Sequence that it calls is there no more' },
  'split-without-weight': { about: 'run', doc: 'all arms of a `split` weigh 0' },
  'wait-without-moment': { about: 'run', doc: 'the value for which it was to wait is no moment' },
} as const satisfies Record<string, ReasonWord>;

export type Reason = keyof typeof reasons;

/** What an action cannot do, found before anything is done. */
export class Refusal {
  constructor(
    readonly reason: Reason,
    /** Members of the result beside `ok: false` and `reason`. */
    readonly result: Readonly<Record<string, unknown>> = {},
    /** The step fails: `onError` says how it goes on. */
    readonly fails = false,
  ) {}
}

/** The result of an action that was not carried out. */
export function refused(
  reason: Reason,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { ok: false, reason, ...more };
}
