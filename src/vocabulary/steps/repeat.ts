import { shapes } from '../../language/shape.js';
import { boolean, number } from '../../language/valueType.js';
import { instant } from '../../model/instant.js';
import { addSpan, spanOf } from '../../model/span.js';
import type { FlowContext, StepWord, FlowDecision } from '../meaning/step.js';
import { stepList } from './list.js';

export const repeat: StepWord = {
  name: 'repeat',
  doc: 'Steps that are done again: `until` is tested before each round, the first round begins at once, the next ones `every` so long after the one before began. `.round` is the round under way, `.ok` whether `until` came true.',
  example:
    '{id: ladder, repeat: {max: 4, every: {for: 2h, calendar: office}, until: order.status != entry.order.status, do: [{id: call, task: {text: "Перезвонить, попытка {{ steps.ladder.round }}", to: manager}}]}}',
  value: shapes.object(
    {
      max: shapes.number({ integer: true, min: 1, max: 1000, doc: 'Most rounds.' }),
      every: shapes.duration({
        doc: 'From the beginning of a round to the beginning of the next; default: at once.',
        working: true,
        computed: true,
      }),
      until: shapes.condition({ doc: 'Ends it when it holds.' }),
      do: stepList(),
    },
    { required: ['max', 'do'] },
  ),
  loops: true,
  results: { round: number, ok: boolean },
  bodies: () => [['repeat', 'do']],
  run: (context) => nextRound(context, false),
  resume: (context) => nextRound(context, true),
};

/** `began` stands beside the declared results: the host keeps them for as long as the loop runs. */
function nextRound(context: FlowContext, waited: boolean): FlowDecision {
  const { spec, round, now, clockwork } = context;
  // The shape is a map.
  const value = spec['repeat'] as Readonly<Record<string, unknown>>;
  if (value['until'] !== undefined && context.evaluate(['repeat', 'until']) === true)
    return { do: 'next', result: { round, ok: true } };
  if (round >= Number(value['max'])) return { do: 'next', result: { round, ok: false } };
  const enter: FlowDecision = {
    do: 'enter',
    body: 0,
    round: round + 1,
    result: { round: round + 1, ok: false, began: now },
  };
  const span = round === 0 || waited ? undefined : spanOf(context.evaluate(['repeat', 'every']));
  if (span === undefined) return enter;
  const due = addSpan(beganAt(context), span, clockwork);
  if (due === undefined) return { do: 'stop', reason: 'wait-without-moment', fails: true };
  return due <= now ? enter : { do: 'wait', until: due };
}

function beganAt({ own, stepEnteredAt }: FlowContext): FlowContext['now'] {
  return typeof own['began'] === 'number' ? instant(own['began']) : stepEnteredAt;
}
