import { describe, expect, it } from 'vitest';
import { compileProgram, takeTurn, type Input } from '../../../src/engine/index.js';
import type { EffectResult } from '../../../src/model/effect.js';
import { instant, type Instant } from '../../../src/model/instant.js';
import { createMemoryState } from '../../../src/simulate/memoryState.js';
import { projectOf } from '../../simulate/support/project.js';
import { play, type Told } from './play.js';

const shop = (channel: string) => `kind: Channel
code: sms
type: sms
url: https://sms.example.com
${channel}
---
kind: Template
code: hello
name: Hello
for: order
channels: {sms: {body: Hello}}
---
kind: Trigger
code: story
on: {event: order.created}
do: [{id: tell, send: {template: hello}}]
`;

function created(at: string, id: number): Told {
  return [at, 'order.created', { order: { id, customer: { id } }, customer: { id, phones: [{ number: '+7' }] } }];
}

const days = ['2026-03-01 10:00', '2026-03-01 11:00', '2026-03-01 12:00', '2026-03-02 10:00', '2026-04-01 10:00'];
const outcomes = (channel: string): readonly string[] =>
  play(
    shop(channel),
    days.map((at, index) => created(at, index + 1)),
    '2026-04-02 10:00',
  ).effects.map(({ reason }) => reason ?? 'sent');

describe('the budget of a channel', () => {
  it('lets as many messages through as it pays for, by day, week and month of the account', () => {
    expect(outcomes('price: 3\nbudget: 6/day')).toEqual(['sent', 'sent', 'budget', 'sent', 'sent']);
    // The first of March 2026 is a Sunday.
    expect(outcomes('price: 3\nbudget: 6/week')).toEqual(['sent', 'sent', 'budget', 'sent', 'sent']);
    expect(outcomes('price: 3\nbudget: 6/month')).toEqual(['sent', 'sent', 'budget', 'budget', 'sent']);
    expect(outcomes('price: 3')).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
  });

  it('is spent by what left or may have left; of what is known not to have left the money is free again', () => {
    const { project, sites, words } = projectOf(shop('price: 3\nbudget: 3/day'));
    const program = compileProgram(project, sites, words);
    const second = (outcome: EffectResult['outcome']) => {
      const state = createMemoryState();
      const at = instant(Date.UTC(2026, 2, 1, 10));
      const send = (id: number) => {
        const [, type, data] = created('', id);
        const feed = (input: Input) => takeTurn(program, state, input, at).effects;
        feed({ kind: 'event', event: { id: `e${id}`, source: 'test', type, at, data } });
        return feed({ kind: 'timer', timer: state.nextTimer()! })[0]!;
      };
      const { id: effect, instance } = send(1);
      // It is told twice when a runner dies in between.
      for (let count = 0; count < 2; count++)
        takeTurn(program, state, { kind: 'result', effect, instance, result: { outcome } }, at);
      return [send(2), send(3)].map(({ reason }) => reason ?? 'sent');
    };
    expect(second('done')).toEqual(['budget', 'budget']);
    expect(second('unknown')).toEqual(['budget', 'budget']);
    expect(second('failed')).toEqual(['sent', 'budget']);
    expect(second('skipped')).toEqual(['sent', 'budget']);
  });

  it('is that of the day on which a message leaves, however late', () => {
    const { project, sites, words } = projectOf(shop('price: 3\nbudget: 3/day'));
    const program = compileProgram(project, sites, words);
    const state = createMemoryState();
    const at = instant(Date.UTC(2026, 2, 1, 10));
    const sentAt = (wall: Instant, id: number) => {
      const [, type, data] = created('', id);
      const feed = (input: Input) => takeTurn(program, state, input, at, wall).effects;
      feed({ kind: 'event', event: { id: `e${id}`, source: 'test', type, at, data } });
      const [effect] = feed({ kind: 'timer', timer: state.nextTimer()! });
      return effect?.reason ?? 'sent';
    };
    const nextDay = instant(Date.UTC(2026, 2, 2, 8));
    expect([sentAt(at, 1), sentAt(at, 2), sentAt(nextDay, 3), sentAt(nextDay, 4)]).toEqual([
      ...['sent', 'budget'],
      ...['sent', 'budget'],
    ]);
  });

  it('adds prices up without losing fractions', () => {
    expect(outcomes('price: 0.1\nbudget: 0.3/month')).toEqual(['sent', 'sent', 'sent', 'budget', 'sent']);
  });
});
