import { describe, expect, it } from 'vitest';
import { play, type Told } from './play.js';

const shop = `kind: Channel
code: email
type: email
from: shop@example.com
---
kind: Channel
code: sms-main
type: sms
url: https://sms.example.com
---
kind: Channel
code: push
type: push
url: https://push.example.com
---
kind: Template
code: reach
name: Reach
for: order
params: {code: {type: string, default: X}}
channels:
  email: {subject: Order, body: "{{ order.number }} {{ params.code }}"}
  sms: {body: "SMS {{ order.number }}"}
  push: {subject: Order, body: "Push {{ order.number }}"}
---
kind: Template
code: short
name: Short
for: order
channels: {sms: {body: "Short {{ order.number }}"}}
---
`;

const story = `${shop}kind: Trigger
code: story
on: {event: order.created}
do:
  - id: legs
    cascade:
      - {via: email, success: opened, within: 24h}
      - {via: sms, success: delivered, within: 2h, template: short}
      - {via: push}
    template: reach
    with: {code: Y}
  - {id: end, note: "{{ steps.legs.ok ? steps.legs.via : 'nobody' }}"}
`;

const customer = { id: 7, email: 'anna@example.com', phones: [{ number: '+79990000001' }] };
const created = (more: object = {}): Told => [
  '2026-03-02 10:00',
  'order.created',
  { order: { id: 1, number: 'A-1', customer: { id: 7 } }, customer: { ...customer, ...more } },
];
const heard = (at: string, status: string, channel: string, more: object = {}): Told => [
  at,
  `message.${status}`,
  { message: { id: `${at}${status}`, channel, status, ...more }, customer: { id: 7 } },
];

describe('cascade', () => {
  it('goes from leg to leg while nothing succeeds in time', () => {
    const { lines, effects } = play(story, [created()], '2026-03-05 10:00');
    expect(lines).toEqual([
      '2026-03-02 10:00 send legs#1/1',
      '2026-03-03 10:00 send legs#2/2',
      '2026-03-03 12:00 send legs#3/3',
      '2026-03-03 12:00 note end push',
    ]);
    expect(effects.map(({ channel, template, data }) => [channel, template, data['body']])).toEqual([
      ['email', 'reach', 'A-1 Y'],
      ['sms-main', 'short', 'Short A-1'],
      ['push', 'reach', 'Push A-1'],
      [undefined, undefined, undefined],
    ]);
  });

  it('ends with the leg that succeeded; a click is an opening too, a delivery is none', () => {
    const events = [
      created(),
      heard('2026-03-02 10:05', 'delivered', 'email'),
      heard('2026-03-02 12:00', 'clicked', 'email'),
    ];
    expect(play(story, events, '2026-03-05 10:00').lines).toEqual([
      '2026-03-02 10:00 send legs#1/1',
      '2026-03-02 12:00 note end email',
    ]);
  });

  it('does not take the outcome of another message for its own', () => {
    const events = [
      created(),
      heard('2026-03-02 11:00', 'opened', 'sms'),
      heard('2026-03-02 12:00', 'opened', 'email', { template: 'other' }),
    ];
    expect(play(story, events, '2026-03-02 13:00').lines).toHaveLength(1);
  });

  it('knows the channel of an outcome by its code or its type', () => {
    const events = [created({ email: undefined }), heard('2026-03-02 10:30', 'delivered', 'sms')];
    expect(play(story, events, '2026-03-05 10:00').lines.at(-1)).toBe('2026-03-02 10:30 note end sms-main');
  });

  it('goes on at once when a leg cannot go or comes back, and keeps why', () => {
    const yaml = story.replace(
      "{{ steps.legs.ok ? steps.legs.via : 'nobody' }}",
      "{% for leg in steps.legs.legs %}{{ leg.via }} {{ leg.reason|default('ok') }};{% endfor %}",
    );
    const events = [created({ email: undefined }), heard('2026-03-02 10:30', 'failed', 'sms-main')];
    expect(play(yaml, events, '2026-03-05 10:00').lines).toEqual([
      '2026-03-02 10:00 send legs#1/1 (skipped: no-address)',
      '2026-03-02 10:00 send legs#2/2',
      '2026-03-02 10:30 send legs#3/3',
      '2026-03-02 10:30 note end email no-address;sms-main failed;push ok;',
    ]);
  });

  it('says that nobody was reached, and is suppressed for those who are held out', () => {
    const nobody = { email: undefined, phones: [] };
    const two = story.replace('      - {via: push}\n', '');
    expect(play(two, [created(nobody)], '2026-03-05 10:00').lines.at(-1)).toBe('2026-03-02 10:00 note end nobody');
    const held = two.replace('on: {event', 'holdout: 100%\non: {event');
    expect(play(held, [created()], '2026-03-05 10:00').lines).toEqual([
      '2026-03-02 10:00 send legs#1/1 (skipped: holdout)',
      '2026-03-02 10:00 send legs#2/2 (skipped: holdout)',
      '2026-03-02 10:00 note end nobody',
    ]);
  });

  it('works in a sequence whose template is a parameter', () => {
    const yaml = `${shop}kind: Sequence
code: reach
params: {template: {type: template}, hurry: {type: duration, default: 24h}}
do:
  - id: legs
    cascade:
      - {via: email, success: opened, within: =params.hurry}
      - {via: sms, success: delivered, within: 2h}
    template: =params.template
---
kind: Trigger
code: story
on: {event: order.created}
do:
  - {id: go, call: reach, with: {template: reach, hurry: 3h}}
  - {id: end, note: "{{ steps.go.legs.ok ? 'yes' : 'no' }}"}
`;
    expect(play(yaml, [created()], '2026-03-05 10:00').lines).toEqual([
      '2026-03-02 10:00 send go/legs#1/1',
      '2026-03-02 13:00 send go/legs#2/2',
      '2026-03-02 15:00 note end no',
    ]);
  });
});
