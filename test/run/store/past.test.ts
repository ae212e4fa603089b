import { describe, expect, onTestFinished, test } from 'vitest';
import type { Effect } from '../../../src/model/effect.js';
import type { Instance } from '../../../src/model/instance.js';
import { instant, type Instant } from '../../../src/model/instant.js';
import { day } from '../../../src/model/zone.js';
import { openRunnerStore, type RunnerStore } from '../../../src/run/store.js';
import { eventInbox } from '../../../src/server/automation/store/inbox.js';

const begin = instant(Date.parse('2026-03-02T09:00:00Z'));
const after = (days: number): Instant => instant(begin + days * day);

/** A store and its clock, which stands at the begin. */
function openStore(): { readonly store: RunnerStore; readonly clock: { now: Instant } } {
  const clock = { now: begin };
  const store = openRunnerStore(':memory:', () => clock.now);
  onTestFinished(() => store.close());
  return { store, clock };
}

function instance(id: string, enteredAt: Instant, status: Instance['status'] = 'waiting'): Instance {
  return {
    id,
    trigger: 'thanks',
    revision: 'r1',
    key: id,
    episode: id,
    status,
    step: 'pause',
    rounds: {},
    enteredAt,
    stepEnteredAt: enteredAt,
    vars: {},
    steps: {},
    entry: {},
    causedBy: 'e1',
    depth: 0,
  };
}

function effectOf(of: string): Effect {
  return {
    id: `effect of ${of}`,
    at: begin,
    trigger: 'trigger/thanks',
    instance: of,
    step: 'tell',
    type: 'send',
    key: 'order/1',
    data: {},
    outcome: 'done',
    causedBy: 'e1',
    depth: 0,
  };
}

const namesIn = ({ database }: RunnerStore, sql: string): readonly unknown[] => database.prepare(sql).pluck().all();

describe('what is forgotten', () => {
  test('are runs that have ended, but for their ids; none that waits, however long', () => {
    const { store } = openStore();
    store.transaction(() => {
      store.state.save(instance('ended', begin, 'completed'));
      store.state.save(instance('waits', begin));
      store.state.save(instance('recent', after(50), 'completed'));
    });
    store.transaction(() => store.past.forget(after(40), begin, 100));
    store.state.forget();
    expect(namesIn(store, 'SELECT id FROM instances ORDER BY id')).toEqual(['recent', 'waits']);
    expect(['ended', 'waits', 'recent', 'never'].map((id) => store.state.hasEntered(id))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('are effects that were emptied, once their run has ended', () => {
    const { store } = openStore();
    store.transaction(() => {
      store.state.save(instance('waits', begin));
      store.state.save(instance('ended', begin, 'completed'));
      for (const of of ['waits', 'ended']) {
        store.outbox.record(effectOf(of));
        store.outbox.end(`effect of ${of}`, 'done');
      }
      store.outbox.forget(after(40), 100);
      // Whatever is recent ends what is looked at.
      store.outbox.record({ ...effectOf('later'), at: after(90) });
    });
    store.transaction(() => store.past.forget(begin, after(80), 100));
    expect(namesIn(store, 'SELECT id FROM outbox ORDER BY position')).toEqual(['effect of waits', 'effect of later']);
  });

  test('are posted events and commands that were taken, and none that was not', () => {
    const { store, clock } = openStore();
    const inbox = eventInbox(store.database, () => clock.now);
    const post = (id: string) => inbox.receive([{ id, source: 'site', type: 'page.viewed', time: '', data: {} }]);
    post('taken');
    store.setCursor('inbox', 1);
    post('waits');
    const cancel = () => store.commands.add({ do: 'cancel', where: {}, by: 'anna' }).id;
    const [done, open] = [cancel(), cancel()];
    store.commands.close(done, []);
    clock.now = after(50);
    post('recent');
    cancel();
    store.transaction(() => store.past.forget(after(40), begin, 100));
    expect(namesIn(store, 'SELECT id FROM inbox ORDER BY position')).toEqual(['waits', 'recent']);
    expect(store.commands.open().map(({ id }) => id)).toContain(open);
    expect(store.commands.find(done)).toBeUndefined();
  });

  test('is what a fuse counted before its hour, and messages at which no cap looks, once a day', () => {
    const { store } = openStore();
    const hour = day / 24;
    store.transaction(() => {
      store.state.countEntry('t', 'within the hour', instant(after(1) - hour / 2), begin);
      store.state.countEntry('t', 'before', instant(after(1) - 2 * hour), begin);
      for (const at of [begin, after(1)]) store.state.recordSent('1', { class: 'marketing', at, effect: `at ${at}` });
    });
    const kept = (): readonly unknown[] => [
      ...namesIn(store, "SELECT name FROM memos WHERE name LIKE 'entries:%'"),
      ...namesIn(store, 'SELECT at FROM sent ORDER BY at'),
    ];
    store.transaction(() => store.past.forgetDaily(after(1), after(1)));
    expect(kept()).toEqual(['entries:t|within the hour', after(1)]);
    store.transaction(() => store.past.forgetDaily(instant(after(2) - 1), after(2)));
    expect(kept()).toHaveLength(2);
    store.transaction(() => store.past.forgetDaily(after(2), after(2)));
    expect(kept()).toEqual([]);
  });
});
