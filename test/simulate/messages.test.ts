import { describe, expect, it } from 'vitest';
import { runTests } from '../../src/simulate/runTests.js';
import { projectOf } from './support/project.js';

const shop = `
kind: Channel
code: email
type: email
provider: smtp
from: shop@example.com
---
kind: Channel
code: sms
type: sms
provider: http
url: https://sms.example.com
---
kind: Template
code: news
name: News
for: customer
channels: {email: {subject: News, body: "Hello."}, sms: {body: "Hello."}}
---
kind: Trigger
code: two-at-most
on: {event: custom.news}
when: customer.messages.filter(m, m.channel == "email" && m.template == "news").size() < 2
do: [{id: tell, send: {template: news}}]
---
kind: Trigger
code: best
on: {event: custom.news}
do: [{id: tell, send: {template: news, via: best}}]
---
kind: Trigger
code: taken
on: {event: message.accepted, where: message.trigger == "best"}
do: [{id: note, note: "Sent by {{ message.channel }}"}]
`;
const customer = 'customer: {id: 7, email: anna@example.com, phones: [{number: "+79990000001"}]}';

function messagesOf(test: string): readonly string[] {
  const { project, sites, words } = projectOf([shop, `kind: Test\ncode: one\n${test.trim()}`].join('\n---\n'));
  return runTests(project, sites, words).cases.flatMap(({ failures }) => failures.map(({ message }) => message));
}

describe('messages that went out', () => {
  it('stand among those of the customer', () => {
    expect(
      messagesOf(`
trigger: two-at-most
given:
  - at: 2026-03-02 12:00
    custom.news: {${customer}}
  - at: 2026-03-03 12:00
    custom.news: {customer: 7}
  - at: 2026-03-04 12:00
    custom.news: {customer: 7}
expect:
  - at: 2026-03-02 12:00
    send: {via: email}
  - at: 2026-03-03 12:00
    send: {via: email}
exact: true
until: 2026-03-05 12:00`),
    ).toEqual([]);
  });

  it('decide with what was answered which channel is the best', () => {
    expect(
      messagesOf(`
trigger: best
given:
  - at: 2026-03-02 12:00
    custom.news: {${customer}}
  - at: 2026-03-02 13:00
    message.replied: {message: {id: m1, channel: sms}, customer: 7}
  - at: 2026-03-03 12:00
    custom.news: {customer: 7}
expect:
  - at: 2026-03-02 12:00
    send: {via: email}
  - at: 2026-03-03 12:00
    send: {via: sms}
exact: true
until: 2026-03-05 12:00`),
    ).toEqual([]);
  });

  it('are told to triggers that listen', () => {
    expect(
      messagesOf(`
trigger: taken
beside: [best]
given:
  - at: 2026-03-02 12:00
    custom.news: {${customer}}
expect:
  - at: 2026-03-02 12:00
    note: "Sent by email"
exact: true
until: 2026-03-05 12:00`),
    ).toEqual([]);
  });
});
