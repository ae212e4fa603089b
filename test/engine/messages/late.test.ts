import { describe, expect, test } from 'vitest';
import { takeTurn, type Input } from '../../../src/engine/index.js';
import type { Effect } from '../../../src/model/effect.js';
import { instant, type Instant } from '../../../src/model/instant.js';
import { moment, order, tell, trigger } from '../harness.js';

const hour = 3_600_000;
const policy = (text: string) => `kind: Policy\ncode: default\n${text}`;

/** What becomes of a task that was due so many hours before anybody was there to make it. */
function madeLate(hours: number, head: string, ...documents: readonly string[]): string {
  const story = tell(...documents, trigger(`${head}on: {event: order.created}`)).until('2026-03-02 10:00');
  const at = moment('2026-03-02 12:00');
  const input = {
    kind: 'event',
    event: { id: 'e', source: 'test', type: 'order.created', at, data: order(1) },
  } as const;
  const [effect] = takeTurn(story.program, story.state, input, at, instant(at + hours * hour)).effects;
  return effect?.reason ?? effect?.outcome ?? 'nothing';
}

describe('what is due longer ago than late.max is put aside', () => {
  test('after a day when nobody says otherwise', () => {
    expect(madeLate(23, '')).toBe('done');
    expect(madeLate(25, '')).toBe('late');
  });

  test('as the Policy says', () => {
    expect(madeLate(3, '', policy('late: {max: 2h}'))).toBe('late');
    expect(madeLate(40, '', policy('late: {max: 2d}'))).toBe('done');
  });

  test('its class before the Policy, the trigger before both', () => {
    const both = policy('late: {max: 2d}\nclasses: {service: {late: {max: 1h}}, marketing: {late: {max: 10h}}}');
    expect(madeLate(2, '', both)).toBe('late');
    expect(madeLate(2, 'class: marketing\n', both)).toBe('done');
    expect(madeLate(11, 'class: marketing\n', both)).toBe('late');
    expect(madeLate(11, 'late: {max: 12h}\n', both)).toBe('done');
  });
});

describe('messages that are caught up with at once', () => {
  const send = (code: string, priority: number, on: string, more = ''): string =>
    trigger(
      `code: ${code}\npriority: ${priority}\nclass: marketing\non: {event: ${on}}\n${more}do: [{id: tell, send: {template: hello, via: email}}]`,
    );
  /** Codes of the triggers whose message went to the customer of two events, half an hour apart, handled hours later. */
  function sentLate(...documents: readonly string[]): readonly string[] {
    const { program, state } = tell(policy('classes: {marketing: {caps: [1/7d]}}'), ...documents).until(
      '2026-03-02 10:00',
    );
    const about = order(1, { customer: { id: 7, email: 'a@b.ru' } });
    const events = [
      { id: 'e1', type: 'order.created', at: moment('2026-03-02 12:00'), data: about },
      { id: 'e2', type: 'review.posted', at: moment('2026-03-02 12:30'), data: { review: { id: 1 }, ...about } },
    ];
    let wall = instant(moment('2026-03-02 12:30') + 5 * hour);
    const effects: Effect[] = [];
    const turn = (input: Input, now: Instant): void => {
      for (const effect of takeTurn(program, state, input, now, wall).effects) {
        effects.push(effect);
        if (effect.outcome === 'done')
          turn({ kind: 'result', effect: effect.id, instance: effect.instance, result: { outcome: 'done' } }, now);
      }
    };
    const until = (end: Instant): void => {
      for (let timer = state.nextTimer(); timer !== undefined && timer.due <= end; timer = state.nextTimer()) {
        state.disarm(timer.id);
        turn({ kind: 'timer', timer }, timer.due);
      }
    };
    for (const event of events) {
      until(instant(event.at - 1));
      turn({ kind: 'event', event: { ...event, source: 'test' } }, event.at);
    }
    until(wall);
    // From then on somebody is there, for the hour over which they are spread.
    const end = wall + hour;
    for (let timer = state.nextTimer(); timer !== undefined && timer.due < end; timer = state.nextTimer()) {
      wall = timer.due;
      until(wall);
    }
    return effects.filter(({ outcome }) => outcome === 'done').map(({ trigger: address }) => address);
  }

  test('get the slots of a cap by priority, whenever they were due', () => {
    const [first, second] = ['order.created', 'review.posted'];
    expect(sentLate(send('a', 10, first!), send('b', 90, second!))).toEqual(['trigger/b']);
    expect(sentLate(send('a', 90, first!), send('b', 10, second!))).toEqual(['trigger/a']);
    expect(sentLate(send('b', 50, first!), send('a', 50, second!))).toEqual(['trigger/b']);
  });

  test('are left out when what happened meanwhile has ended their trigger, and take no slot', () => {
    const ends = 'exit: {event: review.posted}\n';
    expect(sentLate(send('a', 90, 'order.created', ends), send('b', 10, 'review.posted'))).toEqual(['trigger/b']);
  });
});
