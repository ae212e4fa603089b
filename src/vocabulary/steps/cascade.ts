import type { Scope } from '../../language/scope.js';
import { shapes } from '../../language/shape.js';
import { any, boolean, codeOf, listOf, string } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { addSpan, spanOf } from '../../model/span.js';
import { send, templateShape } from '../actions/send.js';
import { refused, type Reason } from '../reasons.js';
import type { ActionWord } from '../meaning/action.js';
import type { FlowContext, GeneratedStep, StepWord } from '../meaning/step.js';
import type { StepContext } from '../meaning/context.js';

type Data = Readonly<Record<string, unknown>>;

/** What counts as success, and the events that tell of it: who clicked has opened, what was opened was delivered. */
export const successes: Readonly<Record<string, readonly string[]>> = {
  sent: [],
  delivered: ['message.delivered', 'message.opened', 'message.clicked', 'message.replied'],
  opened: ['message.opened', 'message.clicked', 'message.replied'],
  clicked: ['message.clicked'],
  replied: ['message.replied'],
  answered: ['message.replied', 'message.delivered'],
};

/** What channels of a type can report. One of a type of your own is taken at its word. */
export const reports: Readonly<Record<string, readonly string[]>> = {
  email: ['sent', 'delivered', 'opened', 'clicked', 'replied'],
  sms: ['sent', 'delivered', 'clicked', 'replied'],
  push: ['sent', 'delivered', 'opened', 'clicked'],
  messenger: ['sent', 'delivered', 'opened', 'clicked', 'replied'],
  voice: ['sent', 'delivered', 'answered'],
};

export const cascade: StepWord = {
  name: 'cascade',
  doc: 'One message, channel after channel: the next leg goes only when the one before did not succeed in time, or could not go at all. `.via` is the channel that succeeded, `.legs` what became of each.',
  example:
    '{id: reach, cascade: [{via: email, success: opened, within: 24h}, {via: sms, success: delivered, within: 2h}], template: could-not-reach}',
  value: shapes.list(
    shapes.object(
      {
        via: shapes.reference('Channel', 'The channel.'),
        success: shapes.choice(Object.keys(successes), 'What it must come to. Default: sent.'),
        within: shapes.duration({ doc: 'How long that may take. Default: 24h.', working: true, computed: true }),
        template: templateShape,
      },
      { name: 'Leg', required: ['via'] },
    ),
    { min: 1, doc: 'Legs, in their order.' },
  ),
  siblings: {
    template: templateShape,
    with: shapes.map(shapes.data({ texts: false }), { doc: 'Parameters of the template.' }),
  },
  loops: true,
  needs: ['customer'],
  results: { ok: boolean, via: codeOf('channel'), legs: listOf(any), reason: string },
  generates: (spec) => legsOf(spec).map((leg, index) => partsOf(String(spec['id']), leg, index)),
  run: ({ spec, round, own }) => {
    const legs = legsOf(spec);
    const done = legs.slice(0, round).map((leg, index) => outcomeOf(leg, own, index));
    const last = done.at(-1);
    if (last?.ok === true) return { do: 'next', result: { ok: true, via: last.via, legs: done } };
    if (round < legs.length) return { do: 'enter', body: round, round: round + 1 };
    return {
      do: 'next',
      result: { ok: false, legs: done, ...(last?.reason !== undefined && { reason: last.reason }) },
    };
  },
};

interface LegOutcome {
  readonly ok: boolean;
  readonly via: string;
  /** Why it did not succeed: the reason why nothing was sent, what came back, or `no-answer`. */
  readonly reason?: string;
}

function legsOf(spec: Data): readonly Data[] {
  return Array.isArray(spec['cascade']) ? spec['cascade'].filter(isObject) : [];
}

function outcomeOf(leg: Data, results: Data, index: number): LegOutcome {
  const sent = memberOf(results, sentId(index));
  const heard = memberOf(results, heardId(index));
  const via = String(sent['channel'] ?? leg['via']);
  if (sent['ok'] !== true) return { ok: false, via, reason: String(sent['reason'] ?? ('not-sent' satisfies Reason)) };
  if (successOf(leg) === 'sent' || heard['ok'] === true) return { ok: true, via };
  return { ok: false, via, reason: String(heard['reason'] ?? ('no-answer' satisfies Reason)) };
}

function partsOf(id: string, leg: Data, index: number): readonly GeneratedStep[] {
  const message: GeneratedStep = { id: sentId(index), action: legMessage(leg, index) };
  const success = successOf(leg);
  if (success === 'sent') return [message];
  const holds = (scope: Scope): boolean => isAbout(scope, id, index);
  const events = [...successes[success]!, ...setbacks];
  return [
    message,
    { id: heardId(index), flow: outcome(id, leg, index), patterns: events.map((event) => ({ event, holds })) },
  ];
}

/** What tells at once that a message will not arrive. */
const setbacks = ['message.bounced', 'message.failed'];

/** The message of a leg is one like those of `send`. */
function legMessage(leg: Data, index: number): ActionWord {
  return {
    ...send,
    prepare: ({ spec, evaluate }: StepContext) => {
      const path = leg['template'] === undefined ? ['template'] : ['cascade', index, 'template'];
      const value = leg['template'] ?? spec['template'];
      const chosen = isObject(value) ? value[String(evaluate([...path, 'by']))] : evaluate(path);
      return {
        ...(typeof chosen === 'string' && { template: chosen }),
        via: [leg['via']],
        ...(spec['with'] !== undefined && { with: evaluate(['with']) }),
      };
    },
  };
}

/** Waits for what becomes of the message. */
function outcome(id: string, leg: Data, index: number): StepWord {
  return {
    name: 'outcome',
    doc: '',
    example: '',
    value: shapes.boolean(),
    run: (context: FlowContext) => {
      if (memberOf(resultsOf(context.scope, id), sentId(index))['ok'] !== true)
        return { do: 'next', result: { ok: false } };
      const span = spanOf(context.evaluate(['cascade', index, 'within']) ?? '24h');
      const due = span && addSpan(context.stepEnteredAt, span, context.clockwork);
      return due === undefined ? { do: 'listen' } : { do: 'listen', timeout: due };
    },
    resume: (_context, woken) => {
      if (woken.by === 'time') return { do: 'next', result: refused('no-answer') };
      const type = String(woken.event['type']);
      const ok = successes[successOf(leg)]!.includes(type);
      return { do: 'next', result: ok ? { ok } : { ok, reason: type.slice('message.'.length) } };
    },
  };
}

/** A message of another channel or another template is another message. */
function isAbout(scope: Scope, id: string, index: number): boolean {
  const message = scope['message'];
  const sent = memberOf(resultsOf(scope, id), sentId(index));
  if (!isObject(message)) return false;
  const channel = String(sent['channel']);
  const isSame = message['channel'] === channel || message['channel'] === scope.ambient.facts.channelType?.(channel);
  return (
    isSame &&
    (message['template'] === undefined || sent['template'] === undefined || message['template'] === sent['template'])
  );
}

function resultsOf(scope: Scope, id: string): Data {
  return memberOf(isObject(scope['steps']) ? scope['steps'] : {}, id);
}

function memberOf(data: Data, name: string): Data {
  const member = data[name];
  return isObject(member) ? member : {};
}

function successOf({ success }: Data): string {
  return typeof success === 'string' ? success : 'sent';
}

function sentId(index: number): string {
  return String(index + 1);
}

function heardId(index: number): string {
  return `${index + 1}-outcome`;
}
