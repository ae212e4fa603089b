import { describe, expect, onTestFinished, test } from 'vitest';
import type { Effect } from '../../../src/model/effect.js';
import { instant } from '../../../src/model/instant.js';
import { openOutbox, type Outbox } from '../../../src/run/store/outbox.js';
import { openAutomationFile } from '../../../src/server/automation/store/file.js';

const at = instant(Date.parse('2026-03-02T09:00:00Z'));
const later = instant(at + 60_000);

const effect = (id: string, more: Partial<Effect> = {}): Effect => ({
  id,
  at,
  trigger: 'trigger/tell',
  instance: `instance of ${id}`,
  step: 'tell',
  type: 'http',
  key: 'order/1',
  data: {},
  outcome: 'done',
  causedBy: 'e1',
  depth: 0,
  ...more,
});

function outboxWith(...effects: readonly Effect[]): Outbox {
  const database = openAutomationFile(':memory:');
  onTestFinished(() => void database.close());
  const outbox = openOutbox(database);
  effects.forEach((each) => outbox.record(each));
  return outbox;
}

const idsOf = (rows: readonly { readonly effect: Effect }[]): readonly string[] => rows.map((row) => row.effect.id);

describe('an effect that is asked for again', () => {
  test.each(['done', 'dead', 'unknown', 'withdrawn'] as const)('is not reserved once more when it is %s', (state) => {
    const outbox = outboxWith(effect('a'));
    outbox.end('a', state);
    outbox.record(effect('a', { data: { other: true } }));
    expect(outbox.due(later)).toEqual([]);
    expect(outbox.find('a')).toMatchObject({ state, effect: { data: {} } });
  });

  test.each(['sending', 'retry'] as const)('nor when it is on its way: %s', (state) => {
    const outbox = outboxWith(effect('a'));
    outbox.begin('a');
    if (state === 'retry') outbox.retry('a', later, true, 'no answer');
    outbox.record(effect('a', { data: { other: true } }));
    expect(outbox.find('a')).toMatchObject({ state, attempts: 1, effect: { data: {} } });
  });

  test.each(['deferred', 'skipped'] as const)('is reserved behind the others when it was %s', (outcome) => {
    const outbox = outboxWith(effect('a', { outcome, reason: 'caps' }), effect('b'));
    outbox.record(effect('a', { at: later }));
    expect(idsOf(outbox.due(at))).toEqual(['b']);
    expect(idsOf(outbox.due(later))).toEqual(['b', 'a']);
  });
});

test.each(['done', 'dead', 'unknown', 'withdrawn', 'skipped'] as const)(
  'what is %s waits for no other attempt',
  (state) => {
    const outbox = outboxWith(effect('a'));
    expect(outbox.isOpen('a')).toBe(true);
    outbox.end('a', state);
    outbox.retry('a', at, false, 'nobody listens there');
    expect(outbox.find('a')).toMatchObject({ state });
    expect(outbox.isOpen('a')).toBe(false);
  },
);

describe('what may have been carried out', () => {
  test('stays so, however surely a later attempt was not', () => {
    const outbox = outboxWith(effect('a'));
    outbox.retry('a', at, true, 'no answer');
    outbox.retry('a', at, false, 'nobody listens there');
    expect(outbox.find('a')).toMatchObject({ uncertain: true, error: 'nobody listens there' });
    expect(idsOf(outbox.uncertain())).toEqual(['a']);
  });

  test('is looked up before an operator’s wish to try it again', () => {
    const outbox = outboxWith(effect('a'), effect('b'));
    outbox.end('a', 'unknown');
    outbox.end('b', 'dead');
    for (const id of ['a', 'b']) outbox.ask(id, later);
    expect(idsOf(outbox.due(later))).toEqual(['a', 'b']);
    expect(idsOf(outbox.uncertain())).toEqual(['a']);
  });
});

describe('of a line', () => {
  const line = 'order/1';

  test.each([
    ['done', true],
    ['dead', true],
    ['unknown', true],
    ['withdrawn', false],
    ['skipped', false],
    ['deferred', false],
  ] as const)('an old one and a newer one that is %s: it gives way: %s', (state, givesWay) => {
    const [old, newer] = [effect('old', { line }), effect('newer', { line })];
    const outbox = outboxWith(old, newer);
    outbox.end('newer', state);
    expect(outbox.isSuperseded(old)).toBe(givesWay);
    expect(outbox.isSuperseded(newer)).toBe(false);
  });

  test('neither an older one nor one of another line takes its place', () => {
    const outbox = outboxWith(effect('old', { line }), effect('mine', { line }), effect('other', { line: 'order/2' }));
    expect(outbox.isSuperseded(effect('mine', { line }))).toBe(false);
  });
});

test('others that were carried out are those of the same action about the same customer, since then', () => {
  const bonus = (id: string, more: Partial<Effect> = { customer: '1' }): Effect =>
    effect(id, { type: 'bonus', ...more });
  const mine = bonus('mine');
  const outbox = outboxWith(
    bonus('early', { at: instant(at - 1), customer: '1' }),
    bonus('same'),
    bonus('of another', { customer: '2' }),
    bonus('of nobody', {}),
    bonus('another action', { type: 'task', customer: '1' }),
    bonus('not done'),
    mine,
  );
  for (const id of ['early', 'same', 'of another', 'of nobody', 'another action', 'mine']) outbox.end(id, 'done');
  outbox.end('not done', 'dead');
  expect(outbox.carriedOut(mine, at).map(({ id }) => id)).toEqual(['same']);
});
