import { describe, expect, onTestFinished, test } from 'vitest';
import { cutAtOnce, faultyServer, json, type Behaviour } from '../crm/faultyServer.js';
import { openLiveShop, outboxOf, type LiveShop } from './liveShop.js';

/** An outside ledger: it adds up what it is told, once for every `Idempotency-Key`. */
function ledger(opening: number) {
  const known = new Map<string, number>();
  const amounts: number[] = [];
  const balance = (): number => opening + [...known.values()].reduce((sum, amount) => sum + amount, 0);
  const serve: Behaviour = (response, { method, headers, body }) => {
    if (method === 'PATCH') {
      const { amount } = JSON.parse(body) as { amount: number };
      const key = String(headers['idempotency-key']);
      if (!known.has(key)) amounts.push(amount);
      known.set(key, amount);
    }
    json({ availableBonuses: balance() })(response, { method, target: '', headers, body });
  };
  return { serve, balance, amounts, knows: (amount: number) => amounts.includes(amount) };
}

async function service(...script: readonly Behaviour[]) {
  const server = await faultyServer(...script);
  onTestFinished(() => server.close());
  return server;
}

const bonusShop = (url: string, steps: string, more = ''): string => `kind: Connection
code: bonus
url: ${url}
headers: {Authorization: "ApiKey \${BONUS_KEY:-none}"}
---
kind: Program
code: club
name: Club
ledger: http
connection: bonus
expires: 30d
${more}calls:
  balance: {path: "/customer?phone={{ customer.phone }}", active: =body.availableBonuses}
  credit:
    method: PATCH
    path: "/customer/{{ customer.phone }}/balance"
    body: {amount: =bonus.amount, burnsInDays: =bonus.expiresInDays, order: "{{ order.number }}"}
  charge: {method: PATCH, path: "/customer/{{ customer.phone }}/balance", body: {amount: =-bonus.amount}}
  reverse: {method: PATCH, path: "/customer/{{ customer.phone }}/balance", body: {amount: =bonus.amount}}
---
kind: Trigger
code: reward
name: Reward
on: {event: order.created}
do:
${steps}---
kind: Trigger
code: heard
name: Heard
on: {event: loyalty.credited}
do: [{id: say, note: "credited"}]
`;

async function orderIn(shop: LiveShop): Promise<void> {
  const id = await shop.customer({ phones: [{ number: '+79990000001' }] });
  await shop.order({ number: 'A-1', customer: { id } });
}

async function notesOf(shop: LiveShop): Promise<readonly string[]> {
  return (await shop.notes()).map(({ text }) => String(text).split('\n')[0]!);
}

describe('a ledger that an outside service keeps', () => {
  test('is credited, tells its balance, and the other triggers hear of it', async () => {
    const bonuses = ledger(10);
    const server = await service(bonuses.serve);
    const shop = await openLiveShop(
      bonusShop(
        server.url,
        '  - {id: give, bonus: {credit: 100, program: club}}\n  - {id: tell, note: "has {{ steps.give.balance }}"}\n',
      ),
    );
    await orderIn(shop);
    await shop.runDone({ variables: { BONUS_KEY: 'c2VjcmV0' } });
    const [credit] = server.seen.filter(({ method }) => method === 'PATCH');
    expect(credit).toMatchObject({
      target: '/customer/+79990000001/balance',
      headers: { authorization: 'ApiKey c2VjcmV0' },
    });
    expect(JSON.parse(credit!.body)).toEqual({ amount: 100, burnsInDays: 30, order: 'A-1' });
    const [row] = shop.rows<{ id: string }>("SELECT id FROM outbox WHERE document ->> '$.type' = 'bonus'");
    expect(credit!.headers['idempotency-key']).toBe(row!.id);
    expect([...(await notesOf(shop))].sort()).toEqual(['credited', 'has 110']);
  });

  test('tells of that credit itself by the mark that it was given: nobody hears of it or counts it again', async () => {
    const bonuses = ledger(0);
    const server = await service(bonuses.serve);
    const steps = '  - {id: give, bonus: {credit: 100, program: club}}\n';
    const shop = await openLiveShop(
      bonusShop(server.url, steps).replace('order: "{{ order.number }}"', 'note: "crmctl:{{ bonus.key }}"'),
    );
    await orderIn(shop);
    await shop.runDone();
    const { note } = JSON.parse(server.seen.find(({ method }) => method === 'PATCH')!.body) as { note: string };
    const tell = (id: string, comment: string) =>
      shop.automation.sendEvents([
        {
          id,
          source: 'club',
          type: 'loyalty.credited',
          time: new Date(shop.now()).toISOString(),
          data: { customer: { id: 1 }, operation: { amount: 100, program: 'club', comment } },
        },
      ]);
    const lots = (): unknown =>
      JSON.parse(shop.rows<{ value: string }>("SELECT value FROM memos WHERE name = 'bonus:club/1'")[0]!.value);
    await tell('ours', note);
    await shop.runDone();
    expect(await notesOf(shop)).toEqual(['credited']);
    expect(lots()).toMatchObject({ lots: [{ amount: 100 }] });
    await tell('theirs', 'by hand');
    await shop.runDone();
    expect(await notesOf(shop)).toEqual(['credited', 'credited']);
    expect(lots()).toMatchObject({ lots: [{ amount: 100 }, { amount: 100 }] });
  });

  test('decides itself what can be spent: others give and take there, too', async () => {
    const steps = `  - {id: big, bonus: {charge: 500, program: club}, onError: [{id: no, note: "{{ steps.big.reason }} {{ steps.big.balance }}"}]}
  - {id: small, bonus: {charge: 60, program: club}}
`;
    const bonuses = ledger(100);
    const shop = await openLiveShop(bonusShop((await service(bonuses.serve)).url, steps));
    await orderIn(shop);
    await shop.runDone();
    expect(bonuses.amounts).toEqual([-60]);
    expect(await notesOf(shop)).toEqual(['balance 100']);
    expect(await shop.runDone()).toMatchObject({ attention: [] });
  });

  test('gets back what an order was given', async () => {
    const steps = `  - {id: give, bonus: {credit: 100, program: club}}
  - {id: back, bonus: {reverse: credit, program: club}}
`;
    const bonuses = ledger(0);
    const shop = await openLiveShop(bonusShop((await service(bonuses.serve)).url, steps));
    await orderIn(shop);
    await shop.runDone();
    expect(bonuses.amounts).toEqual([100, -100]);
  });

  test('and gives back what was spent on it, each by a key of its own', async () => {
    const steps = `  - {id: first, if: order.number == "A-1", bonus: {credit: 100, program: club}}
  - {id: spend, if: order.number == "A-2", bonus: {charge: 60, program: club}}
  - {id: give, if: order.number == "A-2", bonus: {credit: 10, program: club}}
  - {id: back, if: order.number == "A-2", bonus: {reverse: both, program: club}}
`;
    const bonuses = ledger(0);
    const shop = await openLiveShop(bonusShop((await service(bonuses.serve)).url, steps));
    const id = await shop.customer({ phones: [{ number: '+79990000001' }] });
    for (const number of ['A-1', 'A-2']) {
      await shop.order({ number, customer: { id } });
      await shop.runDone();
    }
    expect(bonuses.amounts).toEqual([100, -60, 10, -10, 60]);
  });

  /** Takes the request and says nothing. */
  const takenAndCut =
    (bonuses: ReturnType<typeof ledger>): Behaviour =>
    (response, seen) => {
      const deaf = { writeHead: () => ({ end: () => undefined }) } as unknown as typeof response; // only these are called
      bonuses.serve(deaf, seen);
      cutAtOnce(response, seen);
    };

  test.each([
    ['busy', () => json({}, 503)],
    ['cut before it was read', () => cutAtOnce],
    ['taken, and the answer lost', takenAndCut],
    ['a fault of the service', () => json({}, 500)],
  ] as const)('credits once: %s', async (_what, fault) => {
    const bonuses = ledger(0);
    const server = await service(fault(bonuses), bonuses.serve);
    const shop = await openLiveShop(bonusShop(server.url, '  - {id: give, bonus: {credit: 100, program: club}}\n'));
    await orderIn(shop);
    await shop.runDone();
    shop.pass('1h');
    await shop.runDone();
    expect(bonuses.amounts).toEqual([100]);
    expect(outboxOf(shop)).toEqual({ done: 2 });
  });

  test('that knows no keys is never told twice what may have arrived', async () => {
    const bonuses = ledger(0);
    const server = await service(takenAndCut(bonuses), bonuses.serve);
    const shop = await openLiveShop(
      bonusShop(
        server.url,
        '  - {id: give, bonus: {credit: 100, program: club}, onError: continue}\n',
        'resend: false\n',
      ),
    );
    await orderIn(shop);
    expect(await shop.runDone()).toMatchObject({ attention: [{ state: 'unknown', type: 'bonus' }] });
    shop.pass('1h');
    await shop.runDone();
    expect(server.seen.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  test('that knows no keys is told nothing again when the runner died before it knew how that ended', async () => {
    const bonuses = ledger(0);
    let isDead = false;
    const server = await service((response, seen) => {
      isDead ||= seen.method === 'PATCH';
      bonuses.serve(response, seen);
    });
    const give = '  - {id: give, bonus: {credit: 100, program: club}, onError: continue}\n';
    const shop = await openLiveShop(bonusShop(server.url, give, 'resend: false\n'));
    await orderIn(shop);
    const clock = () => {
      if (isDead) throw new Error('the process is dead');
      return shop.now();
    };
    await expect(shop.run({ clock })).rejects.toThrow('the process is dead');
    const told = server.seen.length;
    expect((await shop.runDone()).attention).toMatchObject([
      { state: 'unknown', type: 'bonus', error: 'crmctl was stopped while it was being sent' },
    ]);
    expect(server.seen).toHaveLength(told);
  });

  test('that refuses is a dead letter, which stands on the list', async () => {
    const server = await service(json({ code: 'CUSTOMER_NOT_FOUND' }, 412));
    const shop = await openLiveShop(bonusShop(server.url, '  - {id: give, bonus: {credit: 100, program: club}}\n'));
    await orderIn(shop);
    const { attention } = await shop.runDone();
    expect(attention).toMatchObject([{ state: 'dead', error: expect.stringContaining('CUSTOMER_NOT_FOUND') }]);
  });

  test('misses a value of a text: nothing is asked', async () => {
    const server = await service(json({}));
    const shop = await openLiveShop(bonusShop(server.url, '  - {id: give, bonus: {credit: 100, program: club}}\n'));
    await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    const { attention } = await shop.runDone();
    expect(attention).toMatchObject([{ error: 'program/club: credit misses customer.phone' }]);
    expect(server.seen).toEqual([]);
  });
});

describe('an audience of an advertising network', () => {
  const network = (url: string): string => `kind: Connection
code: vk
url: ${url}
audience:
  add: {method: POST, path: "/audiences/{{ audience.name }}/users", body: {email: "{{ customer.email }}"}}
  remove: {method: DELETE, path: "/audiences/{{ audience.name }}/users/{{ customer.id }}"}
---
`;
  const retarget = `kind: Trigger
code: retarget
name: Retarget
on: {event: order.created}
do:
  - {id: in, audience: {add: buyers, network: vk}}
  - {id: pause, wait: 1d}
  - {id: out, audience: {remove: buyers, network: vk}}
`;

  test('is joined and left by the requests of its Connection, over faults', async () => {
    const server = await service(json({}, 503), json({ ok: true }));
    const shop = await openLiveShop(network(server.url) + retarget);
    await shop.order({ customer: { id: await shop.customer() } });
    for (let day = 0; day < 3; day++) {
      await shop.runDone();
      shop.pass('1d');
    }
    expect(server.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'POST /audiences/buyers/users',
      'POST /audiences/buyers/users',
      'DELETE /audiences/buyers/users/1',
    ]);
    expect(JSON.parse(server.seen[0]!.body)).toEqual({ email: 'anna@example.com' });
  });

  test('is kept by the embedded environment when there is no network, and can be read', async () => {
    const shop = await openLiveShop(retarget);
    await shop.order({ customer: { id: await shop.customer() } });
    await shop.runDone();
    expect(await shop.automation.audiences()).toEqual([{ network: 'vk', audience: 'buyers', members: 1 }]);
    shop.pass('1d');
    await shop.runDone();
    expect(await shop.automation.audiences()).toEqual([]);
  });

  test('fails loudly beside a real account that has no network', async () => {
    const shop = await openLiveShop(retarget);
    await shop.order({ customer: { id: await shop.customer() } });
    const { attention } = await shop.runDone({ embedded: false });
    expect(attention).toMatchObject([{ error: 'connection/vk with `audience` is not in the release' }]);
  });
});
