import { describe, expect, it } from 'vitest';
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

  it('adds prices up without losing fractions', () => {
    expect(outcomes('price: 0.1\nbudget: 0.3/month')).toEqual(['sent', 'sent', 'sent', 'budget', 'sent']);
  });
});
