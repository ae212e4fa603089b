import { describe, expect, it } from 'vitest';
import { compileProgram, type TurnOutcome } from '../../src/engine/index.js';
import type { Event, EventData } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { projectOf } from './support/project.js';

const start = Date.parse('2026-03-02T09:00:00Z');
const minute = 60_000;

function simulate(yaml: string, poll?: number) {
  const { project, sites, words } = projectOf(yaml);
  const program = compileProgram(project, sites, words);
  const state = createMemoryState();
  const told: string[] = [];
  const observe = ({ effects, journal }: TurnOutcome, now: number): void => {
    const at = (now - start) / minute;
    for (const { what, trigger, reason } of journal)
      told.push(`${at} ${trigger.slice(8)} ${what}${reason ? `: ${reason}` : ''}`);
    for (const { trigger, step, outcome } of effects) told.push(`${at} ${trigger.slice(8)}/${step} ${outcome}`);
  };
  const simulation = startSimulation(program, state, words, instant(start), observe, poll);
  let count = 0;
  const event = (type: string, minutes: number, data: EventData): Event => ({
    id: `e${++count}`,
    source: 'test',
    type,
    at: instant(start + minutes * minute),
    data,
  });
  return {
    state,
    told,
    simulation,
    take: (type: string, minutes: number, data: EventData) => simulation.take(event(type, minutes, data)),
    until: (minutes: number) => simulation.runUntil(instant(start + minutes * minute)),
  };
}

const order = (id: number, more: object = {}) => ({ order: { id, status: 'new', customer: { id: 7 }, ...more } });

describe('a simulation', () => {
  it('lets an event come before what is due in the same moment', () => {
    const shop = simulate(`
kind: Trigger
code: remind
on: {event: order.created}
exit: order.status == "paid"
do:
  - {id: hour, wait: 1h}
  - {id: call, task: {text: call}}
`);
    shop.take('order.created', 0, order(1));
    shop.take('order.created', 0, order(2));
    shop.take('order.changed', 60, { order: { id: 1 }, changes: [{ field: 'status', old: 'new', new: 'paid' }] });
    shop.until(60);
    expect(shop.told).toEqual([
      '0 remind entered',
      '0 remind entered',
      '60 remind exited: order.status == "paid"',
      '60 remind/call done',
      '60 remind completed',
    ]);
  });

  it('fires what is due at its end, and nothing after it', () => {
    const shop = simulate(`
kind: Trigger
code: remind
on: {event: order.created}
do:
  - {id: hour, wait: 1h}
  - {id: call, task: {text: call}}
`);
    shop.take('order.created', 0, order(1));
    shop.take('order.created', 1, order(2));
    shop.until(60);
    expect(shop.told.filter((line) => line.includes('call'))).toEqual(['60 remind/call done']);
    expect(shop.simulation.now).toBe(start + 60 * minute);
  });

  it('goes on with what its step wrote, then shows other triggers what it did, marked as our own', () => {
    const shop = simulate(`
kind: Trigger
code: first
on: {event: order.created}
do:
  - {id: move, set: {order.status: assembling}}
  - {id: told, task: {text: "{{ order.status.code }}"}}
---
kind: Trigger
code: second
on: {changed: order.status, to: assembling}
do:
  - {id: work, task: {text: pack}}
---
kind: Trigger
code: others-only
on: {changed: order.status, to: assembling, own: false}
do:
  - {id: never, task: {text: never}}
`);
    shop.take('order.created', 0, order(1));
    shop.until(0);
    expect(shop.told).toEqual([
      '0 first entered',
      '0 first/move done',
      '0 second entered',
      '0 first/told done',
      '0 first completed',
      '0 second/work done',
      '0 second completed',
    ]);
    expect(shop.state.world.order('1')).toMatchObject({ id: 1, status: 'assembling' });
  });

  it('ends although two triggers undo each other', () => {
    const shop = simulate(`
kind: Trigger
code: there
on: {changed: order.status, to: a}
do: [{id: move, set: {order.status: b}}]
---
kind: Trigger
code: back
on: {changed: order.status, to: b}
do: [{id: move, set: {order.status: a}}]
`);
    shop.take('order.created', 0, order(1));
    shop.take('order.changed', 1, { order: { id: 1 }, changes: [{ field: 'status', old: 'new', new: 'a' }] });
    shop.until(2);
    expect(shop.told.filter((line) => line.endsWith('done')).length).toBeLessThan(10);
    expect(shop.simulation.now).toBe(start + 2 * minute);
  });

  it('takes an event that comes late when it comes', () => {
    const shop = simulate(`
kind: Trigger
code: hello
on: {event: order.created}
do: [{id: call, task: {text: call}}]
`);
    shop.take('order.created', 10, order(1));
    shop.take('order.created', 5, order(2));
    shop.until(10);
    expect(shop.told.filter((line) => line.endsWith('done'))).toEqual(['10 hello/call done', '10 hello/call done']);
  });

  it('starts schedules by its own clock', () => {
    const shop = simulate(`
kind: Trigger
code: hourly
on: {schedule: "0 * * * *"}
do: [{id: look, task: {text: look}}]
`);
    shop.until(120);
    expect(shop.told.filter((line) => line.endsWith('done'))).toEqual([
      '0 hourly/look done',
      '60 hourly/look done',
      '120 hourly/look done',
    ]);
  });

  it('lets the latest request of a moment take the place of older ones, and counts each once', () => {
    const shop = simulate(`
kind: Connection
code: site
url: https://shop.example.com
---
kind: Trigger
code: tell
on: {changed: order.status}
mode: parallel
do:
  - {id: site, http: {connection: site, method: PUT, body: {is: =order.status}, latest: true}}
  - {id: passed-by, if: steps.site.reason == "superseded", note: passed by}
  - {id: told, if: steps.site.ok, note: told}
`);
    const moveOn = (id: number, minutes: number, status: string): void =>
      shop.take('order.changed', minutes, {
        order: { id },
        changes: [{ field: 'status', old: undefined, new: status }],
      });
    shop.take('order.created', 0, order(1));
    shop.take('order.created', 0, order(2));
    moveOn(1, 5, 'assembling');
    moveOn(2, 5, 'assembling');
    moveOn(1, 5, 'complete');
    moveOn(1, 6, 'cancelled');
    shop.until(10);
    expect(shop.told.filter((line) => /site|told|passed-by/.test(line))).toEqual([
      '5 tell/site skipped',
      '5 tell/site done',
      '5 tell/site done',
      '5 tell/passed-by done',
      '5 tell/told done',
      '5 tell/told done',
      '6 tell/site done',
      '6 tell/told done',
    ]);
  });
});

describe('a simulation of a runner that looks every five minutes', () => {
  const remind = `
kind: Trigger
code: remind
on: {event: order.created}
exit: order.status == "paid"
do:
  - {id: hour, wait: 1h}
  - {id: call, task: {text: call}}
`;
  const looking = (yaml: string) => simulate(yaml, 5 * minute);
  const paid = (id: number) => ({ order: { id }, changes: [{ field: 'status', old: 'new', new: 'paid' }] });

  it('sees and does everything at its looks, and counts waits from what happened', () => {
    const shop = looking(remind);
    shop.take('order.created', 1, order(1));
    shop.take('order.created', 5, order(2));
    shop.take('order.created', 5.5, order(3));
    shop.until(70);
    expect(shop.told).toEqual([
      '5 remind entered',
      '5 remind entered',
      '10 remind entered',
      '65 remind/call done',
      '65 remind completed',
      '65 remind/call done',
      '65 remind completed',
      '70 remind/call done',
      '70 remind completed',
    ]);
  });

  it('finds what was due between two looks in the order in which it happened', () => {
    const shop = looking(remind);
    shop.take('order.created', 1, order(1));
    shop.take('order.created', 2, order(2));
    shop.take('order.changed', 60.5, paid(1));
    shop.take('order.changed', 63, paid(2));
    shop.until(65);
    expect(shop.told.slice(2)).toEqual([
      '65 remind exited: order.status == "paid"',
      '65 remind exited: order.status == "paid"',
      // It was due before the exit, and had not gone out: as a live runner would, it withdraws it.
      '65 remind/call skipped',
    ]);
  });

  it('sees what its own effects changed within the same look, and ends with the look after the last event', () => {
    const shop = looking(`
kind: Trigger
code: first
on: {event: order.created}
do: [{id: set, set: {order.status: paid}}]
---
kind: Trigger
code: second
on: {changed: order.status, to: paid}
do: [{id: call, task: {text: call}}]
---
kind: StatusGroup
code: all
name: All
statuses: [{code: new, name: New}, {code: paid, name: Paid}]
`);
    shop.take('order.created', 1, order(1));
    shop.until(1);
    expect(shop.told.filter((line) => !line.includes('completed'))).toEqual([
      '5 first entered',
      '5 first/set done',
      '5 second entered',
      '5 second/call done',
    ]);
    expect(shop.simulation.now).toBe(start + 5 * minute);
  });
});

describe.each([
  ['at once', undefined],
  ['by a runner that looks every five minutes', 5 * minute],
])('effects of one moment, %s', (_, poll) => {
  const gift = (code: string): string => `kind: Trigger
code: ${code}
on: {event: order.created}
do:
  - {id: add, items: {add: [{offer: ${code}, price: 5}]}}
---
kind: Trigger
code: tag-${code}
on: {event: order.created}
do:
  - {id: mark, tag: {add: ${code}}}
---
kind: Trigger
code: less-${code}
on: {event: order.created}
do:
  - {id: cut, discount: {amount: 1}}
`;

  it('build on each other, as in the CRM: neither takes away what the other did', () => {
    const heard = `---
kind: Trigger
code: gone
on: [{event: item.removed}]
do: [{id: call, task: {text: gone}}]
`;
    const tea = { id: 5, quantity: 1, initialPrice: 100, offer: { article: 'tea' } };
    const shop = simulate([gift('bag'), gift('card')].join('---\n') + heard, poll);
    shop.take('order.created', 0, { ...order(1, { items: [tea], summ: 100, totalSumm: 100 }), customer: { id: 7 } });
    shop.until(5);
    expect(shop.state.world.order('1')).toMatchObject({
      items: [tea, { offer: { article: 'bag' } }, { offer: { article: 'card' } }],
      summ: 110,
      discountManualAmount: 2,
      totalSumm: 108,
    });
    expect(shop.state.world.customer('7')).toMatchObject({ tags: [{ name: 'bag' }, { name: 'card' }] });
    expect(shop.told.filter((line) => line.includes('gone'))).toEqual([]);
  });
});

describe('what a rule did before the log tells of it', () => {
  const rules = `
kind: Trigger
code: take
on: {event: order.created}
do:
  - {id: move, set: {order.status: taken, customer.customFields.seen: 5}}
  - {id: mark, tag: {add: [known]}}
---
kind: Trigger
code: taken
on: {changed: [order.status, customer.tags, customer.customFields.seen]}
do:
  - {id: call, task: {text: call}}
---
kind: CustomField
code: seen
of: customer
type: integer
name: Seen
`;
  const calls = (told: readonly string[]) => told.filter((line) => line.endsWith('taken/call done'));
  const change = (field: string, old: unknown, value: unknown, more: object = {}) => [
    { field, old, new: value, ...more },
  ];

  it('changes nothing any more, in whatever form the CRM tells it', () => {
    const shop = simulate(rules);
    shop.take('order.created', 0, order(1));
    shop.until(1);
    const done = calls(shop.told);
    expect(done.length).toBeGreaterThan(0);
    shop.take('order.changed', 2, { order: { id: 1 }, changes: change('status', 'new', 'taken') });
    shop.take('customer.changed', 3, {
      customer: { id: 7 },
      changes: change('tags', null, { name: 'known' }, { element: 'known' }),
    });
    shop.take('customer.changed', 4, { customer: { id: 7 }, changes: change('customFields.seen', null, '5') });
    shop.until(5);
    expect(calls(shop.told)).toEqual(done);
  });

  it('is one thing, what others do beside it and after it another', () => {
    const shop = simulate(rules);
    shop.take('order.created', 0, order(1));
    shop.until(1);
    const before = calls(shop.told).length;
    shop.take('order.changed', 2, {
      order: { id: 1 },
      changes: [...change('status', 'new', 'taken'), ...change('managerId', null, 3)],
    });
    shop.take('order.changed', 3, { order: { id: 1 }, changes: change('status', 'taken', 'new') });
    shop.take('order.changed', 4, { order: { id: 1 }, changes: change('status', 'new', 'taken') });
    shop.take('order.changed', 5, { order: { id: 2 }, changes: change('status', 'new', 'taken') });
    shop.until(6);
    expect(calls(shop.told).slice(before)).toEqual(['3 taken/call done', '4 taken/call done', '5 taken/call done']);
    expect(shop.state.world.record('order', '1')?.data['managerId']).toBe(3);
  });
});
