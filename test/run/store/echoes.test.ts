import { expect, onTestFinished, test } from 'vitest';
import type { Event } from '../../../src/model/event.js';
import { instant, type Instant } from '../../../src/model/instant.js';
import { openEchoes, type Echoes } from '../../../src/run/store/echoes.js';
import { openAutomationFile } from '../../../src/server/automation/store/file.js';

const begin = instant(Date.parse('2026-03-02T09:00:00Z'));
const after = (hours: number): Instant => instant(begin + hours * 3_600_000);
const by = (effect: string) => ({ effect, trigger: 'trigger/t', instance: `run of ${effect}`, depth: 0 });

function open(): Echoes {
  const database = openAutomationFile(':memory:');
  onTestFinished(() => void database.close());
  return openEchoes(database);
}

function write(echoes: Echoes, effect: string, status: string): void {
  echoes.expect({ entity: 'order', id: '1', field: 'status', value: status }, begin, by(effect));
}

/** Whose the news is that the order has this status now. */
function tellersOf(echoes: Echoes, status: string, at = begin): readonly string[] {
  const changes = [{ field: 'status', old: null, new: status }];
  const event: Event = { id: status, source: 'crm', type: 'order.changed', at, data: { order: { id: 1 }, changes } };
  return echoes.take(event).map(({ cause }) => cause.effect);
}

test('what was written to one field one after the other comes back so, each value once', () => {
  const echoes = open();
  write(echoes, 'first', 'paid');
  write(echoes, 'second', 'sent');
  expect(['paid', 'sent', 'paid', 'sent'].map((status) => tellersOf(echoes, status))).toEqual([
    ['first'],
    ['second'],
    [],
    [],
  ]);
});

test('what was written before what came back changed nothing, and does not come any more', () => {
  const echoes = open();
  write(echoes, 'first', 'paid');
  write(echoes, 'second', 'sent');
  expect(tellersOf(echoes, 'sent')).toEqual(['second']);
  expect(tellersOf(echoes, 'paid')).toEqual([]);
});

test.each([
  [-48, true],
  [23, true],
  [25, false],
])('the clock of the CRM may go before ours by a day: %i hours: %s', (hours, isOurs) => {
  const echoes = open();
  write(echoes, 'first', 'paid');
  expect(tellersOf(echoes, 'paid', after(hours))).toEqual(isOurs ? ['first'] : []);
});

test('what does not come is waited for two days', () => {
  const echoes = open();
  write(echoes, 'first', 'paid');
  echoes.forget(after(48));
  expect(tellersOf(echoes, 'paid')).toEqual(['first']);
  write(echoes, 'second', 'sent');
  echoes.forget(after(49));
  expect(tellersOf(echoes, 'sent')).toEqual([]);
});

test('what was made comes back once', () => {
  const echoes = open();
  echoes.expect(
    { entity: 'order', id: '1', field: 'item.added', element: 'mark', value: { offer: { id: 5 }, quantity: 2 } },
    begin,
    by('adds'),
  );
  const item = { id: 11, offer: { id: 5 }, quantity: 2 };
  const added: Event = { id: 'e', source: 'crm', type: 'item.added', at: begin, data: { order: { id: 1 }, item } };
  expect(echoes.take(added).map(({ cause }) => cause)).toEqual([by('adds')]);
  expect(echoes.take(added)).toEqual([]);
});
