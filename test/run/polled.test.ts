import { expect, test } from 'vitest';
import { compileProgram } from '../../src/engine/index.js';
import { instant } from '../../src/model/instant.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { projectOf } from '../simulate/support/project.js';
import { begin, openLiveShop } from './liveShop.js';

const minute = 60_000;
const every = 5;
const triggers = `kind: Trigger
code: greet
name: Greet
on: {event: order.created}
do: [{id: call, task: {text: "greet {{ order.number }}"}}]
---
kind: Trigger
code: unpaid
name: Unpaid
on: {event: order.created}
exit: order.status != "new"
do:
  - {id: pause, wait: 23m}
  - {id: call, task: {text: "unpaid {{ order.number }}"}}
  - {id: more, wait: 2m}
  - {id: again, task: {text: "again {{ order.number }}"}}
`;

/** Minutes after the beginning: orders are made, and one by one cancelled. */
const made = [1, 3, 5, 12];
const cancelled = new Map([
  [25, 0],
  [27, 1],
  [33, 2],
]);
const end = 50;

/** What was done, by the minute in which it was. */
async function live(): Promise<readonly string[]> {
  const shop = await openLiveShop(triggers);
  const [done, orders]: [string[], number[]] = [[], []];
  for (let at = 1; at <= end; at++) {
    shop.pass('1m');
    if (made.includes(at)) orders.push(await shop.order({ number: `A-${made.indexOf(at)}` }));
    const gone = cancelled.get(at);
    if (gone !== undefined) await shop.change(orders[gone]!, { status: 'cancel-other' });
    if (at % every !== 0) continue;
    await shop.runDone();
    const texts = (await shop.tasks()).map(({ text }) => String(text));
    done.push(...texts.filter((text) => !done.some((line) => line.endsWith(text))).map((text) => `${at} ${text}`));
  }
  return done.sort();
}

function backtested(): readonly string[] {
  const { project, sites, words } = projectOf(triggers);
  const done: string[] = [];
  const simulation = startSimulation(
    compileProgram(project, sites, words),
    createMemoryState(),
    words,
    begin,
    ({ effects }) => {
      for (const { at, data, outcome } of effects)
        if (outcome === 'done') done.push(`${(at - begin) / minute} ${String(data['text'])}`);
    },
    every * minute,
  );
  for (let at = 1; at <= end; at++) {
    const event = { id: `${at}`, source: 'test', at: instant(begin + at * minute) };
    const index = made.indexOf(at);
    const gone = cancelled.get(at);
    if (index >= 0) {
      const order = { id: index, number: `A-${index}`, status: 'new' };
      simulation.take({ ...event, type: 'order.created', data: { order } });
    }
    if (gone === undefined) continue;
    const changes = [{ field: 'status', old: 'new', new: 'cancel-other' }];
    simulation.take({ ...event, type: 'order.changed', data: { order: { id: gone }, changes } });
  }
  simulation.runUntil(instant(begin + end * minute));
  return done.sort();
}

test('a back-test with --poll does at each look what a live runner does that looks as often', async () => {
  const done = backtested();
  expect(done).toContain('35 unpaid A-3');
  // Due at 24, but seen at 25 together with what ended it.
  expect(done).not.toContain('25 unpaid A-0');
  expect(await live()).toEqual(done);
});
