import { shapes } from '../../language/shape.js';
import { any, boolean } from '../../language/valueType.js';
import { parseDuration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import { addSpan, spanOf } from '../../model/span.js';
import { given } from '../idle.js';
import type { StepContext } from '../meaning/context.js';
import type { StepWord } from '../meaning/step.js';

const pattern = {
  event: shapes.event('The event.'),
  where: shapes.condition({ doc: 'Narrows it; `event` is the new one.' }),
};
const since = shapes.duration({
  words: ['step', 'entry'],
  doc: 'From when an event counts: since the step was reached (default), since the entry, or since so long before the step.',
});
const timeout = shapes.duration({
  doc: 'Gives up after this long; `.ok` is false then.',
  working: true,
  computed: true,
});

export const waitFor: StepWord = {
  name: 'waitFor',
  doc: 'Waits for one of the events, or for the time-out.',
  example: '{id: paid, waitFor: {event: order.changed, where: order.isPaid, timeout: 24h}}',
  value: shapes.either({
    map: shapes.object({ ...pattern, since, timeout }, { required: ['event'] }),
    list: shapes.list(shapes.object(pattern, { required: ['event'] }), { min: 1 }),
  }),
  siblings: { since, timeout },
  idle: (spec) =>
    ['since', 'timeout']
      .filter((key) => given(spec, 'waitFor')[key] !== undefined && spec[key] !== undefined)
      .map((key) => ({ at: [key], message: `\`${key}\` is given twice`, suggestion: 'keep one of them' })),
  results: { ok: boolean, event: any },
  patterns: ({ waitFor: value }) =>
    Array.isArray(value) ? value.map((_, index) => ['waitFor', index]) : [['waitFor']],
  looksBack: ({ waitFor: value, since: beside }) => {
    const from = isObject(value) ? (value['since'] ?? beside) : beside;
    return from === 'entry' ? from : typeof from === 'string' ? parseDuration(from) : undefined;
  },
  run: (context) => {
    if (context.heard !== undefined) return { do: 'next', result: { ok: true, event: context.heard } };
    const span = spanOf(context.evaluate(timeoutPath(context)));
    if (span === undefined) return { do: 'listen' };
    const due = addSpan(context.stepEnteredAt, span, context.clockwork);
    return due === undefined ? { do: 'listen' } : { do: 'listen', timeout: due };
  },
  resume: (_context, woken) => ({
    do: 'next',
    result: woken.by === 'event' ? { ok: true, event: woken.event } : { ok: false },
  }),
};

function timeoutPath({ spec }: StepContext): readonly string[] {
  return Array.isArray(spec['waitFor']) || spec['timeout'] !== undefined ? ['timeout'] : ['waitFor', 'timeout'];
}
