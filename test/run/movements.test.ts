import { describe, expect, onTestFinished, test } from 'vitest';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant } from '../../src/model/instant.js';
import { knowMovement } from '../../src/run/movements.js';
import { openRunnerStore, type RunnerStore } from '../../src/run/store.js';

const at = instant(Date.parse('2026-03-02T09:00:00Z'));
const id = '5f0c1d52-6f3e-5b1a-9d56-0c1f8a2b3c4d';
const effect: Effect = {
  id,
  at,
  trigger: 'trigger/reward',
  instance: 'i1',
  step: 'act',
  type: 'bonus',
  key: 'order/1',
  data: {},
  outcome: 'done',
  causedBy: 'e1',
  depth: 1,
};
const cause = { effect: id, trigger: 'trigger/reward', instance: 'i1', depth: 1 };
const account = { id: 1, amount: 110 };

function told(name: string, comment: string, type = 'loyalty.credited'): Event {
  const data = { operation: { amount: 10, comment }, account, customer: { id: 1 } };
  return { id: name, source: 'account', type, at, data };
}

const first = told('e-1', `For a review\ncrmctl:${id}/1`);
const second = told('e-2', `crmctl:${id}/2`);

/** A store with one effect that moved bonuses, as far as `become` brings it. */
function storeWith(become: (store: RunnerStore) => void): RunnerStore {
  const store = openRunnerStore(':memory:', () => at);
  onTestFinished(() => store.close());
  store.outbox.record(effect);
  become(store);
  return store;
}

/** What is left of a movement of which triggers have heard, or will. */
const ofAccountAlone = (event: Event): Event => ({
  ...event,
  type: 'account.read',
  data: { account, customer: { id: 1 } },
  cause,
});

describe('a movement of bonuses that somebody else tells of', () => {
  test('without our mark, or with that of another store, is theirs', () => {
    const store = storeWith(() => undefined);
    for (const comment of ['', 'crmctl:', 'crmctl:00000000-0000-5000-8000-000000000000/1'])
      expect(knowMovement(store, told('e-1', comment))).toEqual(told('e-1', comment));
  });

  test.each([
    ['waits for its turn', () => undefined],
    ['is under way', ({ outbox }: RunnerStore) => outbox.begin(id)],
    ['may have been carried out', ({ outbox }: RunnerStore) => outbox.retry(id, at, true, 'cut off')],
    [
      'is done, and told',
      ({ outbox }: RunnerStore) => {
        outbox.end(id, 'done');
        outbox.tell(id);
      },
    ],
  ])('says only what the account is while its effect %s', (_, become) => {
    const store = storeWith(become);
    expect(knowMovement(store, first)).toEqual(ofAccountAlone(first));
  });

  test.each(['unknown', 'dead', 'withdrawn', 'done'] as const)(
    'is the effect, once, when the runner never told of it: %s',
    (state) => {
      const store = storeWith(({ outbox }) => outbox.end(id, state));
      expect(knowMovement(store, first)).toEqual({ ...first, id, cause });
      expect(knowMovement(store, second)).toEqual(ofAccountAlone(second));
      expect(store.outbox.find(id)).toMatchObject({ state, told: true });
    },
  );

  test('and what is no movement keeps what it says, with its cause', () => {
    const store = storeWith(({ outbox }) => outbox.tell(id));
    const burnt = told('e-3', `crmctl:${id}/1`, 'loyalty.expired');
    expect(knowMovement(store, burnt)).toEqual({ ...burnt, cause });
  });
});
