import { shapes } from '../../language/shape.js';
import { timestamp } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { instant, parseInstant, type Instant } from '../../model/instant.js';
import { addSpan, spanOf } from '../../model/span.js';
import { fromLocal, localTime, parseClock, parseLocal, startOfDay, toLocal } from '../../model/zone.js';
import { given, idleKeys } from '../idle.js';
import type { StepContext } from '../meaning/context.js';
import type { StepWord, FlowDecision } from '../meaning/step.js';

export const wait: StepWord = {
  name: 'wait',
  doc: 'A durable pause: for a while (elapsed, calendar or working time), until a moment, or until working time.',
  example: '{id: pause, wait: {for: 1h, calendar: office}}',
  value: shapes.either({
    scalar: shapes.duration({ computed: true }),
    map: shapes.object(
      {
        for: shapes.duration({ doc: 'How long.', computed: true }),
        calendar: shapes.reference('Calendar', 'Counts only its working time.'),
        until: shapes.value(shapes.moment(), timestamp, 'A moment; recomputed when its data moves.'),
        at: shapes.time(
          'After a duration: the first such local time not before it. After a moment: that time of its day.',
        ),
        open: shapes.reference('Calendar', 'The next working moment; at once when open.'),
      },
      { oneOf: [['for'], ['until'], ['open']] },
    ),
  }),
  idle: (spec) => [
    ...(given(spec, 'wait')['open'] === undefined
      ? []
      : idleKeys(spec, 'wait', ['at', 'calendar'], 'beside `open`', 'make two steps of it')),
    ...(given(spec, 'wait')['until'] === undefined
      ? []
      : idleKeys(spec, 'wait', ['calendar'], 'beside `until`', 'wait on with a step `wait: {open: …}`')),
  ],
  moves: ({ wait: value }) => isObject(value) && value['until'] !== undefined,
  run: (context) => verdict(context, dueOf(context)),
  resume: (context) => verdict(context, dueOf(context)),
};

/** Recomputed at every wake-up from where the step began, so that data that moved moves the wait. */
function verdict({ now }: StepContext, due: Instant | undefined): FlowDecision {
  if (due === undefined) return { do: 'stop', reason: 'wait-without-moment', fails: true };
  return due <= now ? { do: 'next' } : { do: 'wait', until: due };
}

function dueOf(context: StepContext): Instant | undefined {
  const { spec, stepEnteredAt: from, clockwork } = context;
  const value = spec['wait'];
  if (!isObject(value)) {
    const span = spanOf(context.evaluate(['wait']));
    return span && addSpan(from, span, clockwork);
  }
  const clock = typeof value['at'] === 'string' ? parseClock(value['at']) : undefined;
  if (typeof value['open'] === 'string') return clockwork.calendars.get(value['open'])?.nextOpen(from);
  if (value['for'] !== undefined) {
    const inner = spanOf(context.evaluate(['wait', 'for']));
    if (inner === undefined) return undefined;
    const span = typeof value['calendar'] === 'string' ? { for: inner.for, calendar: value['calendar'] } : inner;
    return addSpan(from, span, clockwork, clock);
  }
  const { zone } = clockwork;
  const moment = momentOf(context.evaluate(['wait', 'until']), zone);
  return moment === undefined || clock === undefined
    ? moment
    : fromLocal(zone, localTime(startOfDay(toLocal(zone, moment)) + clock));
}

function momentOf(value: unknown, zone: string): Instant | undefined {
  if (typeof value === 'number') return instant(value);
  if (typeof value !== 'string') return undefined;
  const local = parseLocal(value);
  return local === undefined ? parseInstant(value) : fromLocal(zone, local);
}
