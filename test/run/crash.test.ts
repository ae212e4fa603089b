import { afterEach, expect, test, vi } from 'vitest';
import type { CrmClient } from '../../src/crm/client.js';
import { openLiveShop, type LiveShop } from './liveShop.js';
import { openPostOffice, type PostOffice, thanksByMail } from './postOffice.js';

/** The process dies at its nth moment: a moment is the end of a transaction, and before and after each request to the CRM. */
const life = vi.hoisted(() => ({
  moments: 0,
  last: Infinity,
  live(): void {
    if (++this.moments > this.last) throw new Error('the process is dead');
  },
}));

vi.mock('../../src/run/store.js', async (importActual) => {
  const actual = await importActual<typeof import('../../src/run/store.js')>();
  const openRunnerStore: typeof actual.openRunnerStore = (file, clock) => {
    const store = actual.openRunnerStore(file, clock);
    return {
      ...store,
      transaction(work) {
        // A dead process commits nothing.
        if (life.moments > life.last) throw new Error('the process is dead');
        const result = store.transaction(work);
        life.live();
        return result;
      },
    };
  };
  return { ...actual, openRunnerStore };
});
afterEach(() => {
  life.last = Infinity;
});

const everything = (port: number): string => `${thanksByMail(port)}kind: Program
code: club
name: Club
ledger: crm
---
kind: Trigger
code: everything
name: Everything
on: {event: order.created}
do:
  - {id: call, task: {text: "Call {{ order.number }}"}}
  - {id: remember, note: "Ordered {{ order.number }}"}
  - {id: mark, tag: {add: buyer}}
  - {id: tell, send: {template: thanks}}
  - {id: pause, wait: 1h}
  - {id: move, set: {order.status: client-confirmed}}
---
kind: Trigger
code: confirmed
name: Confirmed
on: {changed: order.status, to: client-confirmed}
exit: order.status != "client-confirmed"
do:
  - {id: on, set: {order.status: assembling}}
---
kind: Trigger
code: assembling
name: Assembling
on: {changed: order.status, to: assembling}
do:
  - {id: pack, task: {text: "Pack {{ order.number }}"}}
  - {id: reward, bonus: {credit: 10, program: club}}
---
kind: Trigger
code: rewarded
name: Rewarded
on: {event: loyalty.credited}
do:
  - {id: remember, note: "Rewarded with {{ operation.amount }}"}
`;

interface Outcome {
  readonly crm: unknown;
  readonly outbox: Readonly<Record<string, string>>;
  readonly depths: unknown;
  readonly letters: readonly string[];
  readonly moments: number;
}

/** The same two hours of a shop; the runner dies at that moment of its life, and is started again. */
async function livesUntil(last: number): Promise<Outcome> {
  const office = await openPostOffice();
  const shop = await openLiveShop(everything(office.port));
  const crm = mortal(shop.crm);
  life.moments = 0;
  life.last = last;
  const pass = async (): Promise<void> => {
    try {
      await shop.runDone({ crm });
    } catch (error) {
      if (life.moments <= life.last) throw error;
      life.last = Infinity;
      await shop.runDone({ crm });
    }
  };
  const order = await shop.order({ number: 'A-1', customer: { id: await memberOf(shop) } });
  await pass();
  shop.pass('1h');
  await pass();
  shop.pass('1h');
  await pass();
  return outcomeOf(shop, office, order);
}

/** A customer with a loyalty account. */
async function memberOf(shop: LiveShop): Promise<number> {
  const id = await shop.customer();
  shop.seed({ loyalties: [{ name: 'Club', levels: [{ name: 'First', type: 'bonus_percent', privilegeSize: 10 }] }] });
  const loyaltyAccount = { phoneNumber: '+79990000001', customer: { id } };
  await shop.people.call({ method: 'POST', path: 'loyalty/account/create', body: { loyaltyAccount } });
  await shop.people.call({ method: 'POST', path: 'loyalty/account/1/activate', body: {} });
  return id;
}

function mortal(client: CrmClient): CrmClient {
  return {
    ...client,
    async call(asked) {
      life.live();
      const answer = await client.call(asked);
      life.live();
      return answer;
    },
  };
}

async function outcomeOf(shop: LiveShop, office: PostOffice, order: number): Promise<Outcome> {
  const { moments } = life;
  const history = await shop.people.call({ method: 'GET', path: 'orders/history', query: { limit: 100 } });
  const account = await shop.people.call({ method: 'GET', path: 'loyalty/account/1/bonus/operations' });
  const outbox = shop.rows<{ id: string; state: string }>('SELECT id, state FROM outbox ORDER BY id');
  return {
    crm: {
      tasks: (await shop.tasks()).map(({ text, commentary }) => [text, commentary]),
      notes: (await shop.notes()).map(({ text }) => text),
      status: await shop.statusOf(order),
      bonuses: (account['bonusOperations'] as readonly Record<string, unknown>[]).map(({ amount }) => amount),
      moves: (history['history'] as readonly Record<string, unknown>[])
        .filter(({ field }) => field === 'status')
        .map(({ newValue }) => newValue),
    },
    outbox: Object.fromEntries(outbox.map(({ id, state }) => [id, state])),
    depths: shop.rows(
      "SELECT trigger, status, json_extract(document, '$.depth') AS depth FROM instances ORDER BY trigger",
    ),
    letters: office.letters.map(({ effect }) => effect),
    moments,
  };
}

test('dying at any single moment and starting again comes to the same end as living on', async () => {
  const whole = await livesUntil(Infinity);
  expect(Object.values(whole.outbox)).toEqual(Array.from({ length: 9 }, () => 'done'));
  expect(whole.letters).toHaveLength(1);
  expect(whole.crm).toMatchObject({
    bonuses: [10],
    notes: expect.arrayContaining([expect.stringContaining('Rewarded')]),
  });
  expect(whole.moments).toBeGreaterThan(60);
  const letter = whole.letters[0]!;

  let uncertain = 0;
  for (let last = 1; last < whole.moments; last++) {
    const again = await livesUntil(last);
    const unsure = again.outbox[letter] === 'unknown';
    if (unsure) uncertain++;
    expect({ last, ...again, moments: 0 }).toEqual({
      last,
      ...whole,
      moments: 0,
      // At most once: never twice, and never left out without being listed.
      letters: unsure ? again.letters.slice(0, 1) : whole.letters,
      outbox: unsure ? { ...whole.outbox, [letter]: 'unknown' } : whole.outbox,
    });
  }
  expect(uncertain).toBeGreaterThan(0);
}, 120_000);
