import { describe, expect, onTestFinished, test } from 'vitest';
import { createCrmClient, type CrmClient } from '../../src/crm/client.js';
import { CrmError } from '../../src/crm/errors.js';
import { faultyServer, json, busy, cutAtOnce } from '../crm/faultyServer.js';
import { openFaultyProxy, type Fault, type FaultyProxy } from './faultyProxy.js';
import { openLiveShop, outboxOf, type LiveShop } from './liveShop.js';

/** One order makes a task, a note, a tag and a new status, in this order. */
const everything = `kind: Trigger
code: everything
name: Everything
on: {event: order.created}
do:
  - {id: call, task: {text: "Call {{ order.number }}"}}
  - {id: remember, note: "Ordered {{ order.number }}"}
  - {id: mark, tag: {add: buyer}}
  - {id: move, set: {order.status: client-confirmed}}
`;

/** A client that repeats nothing, so that the runner meets the fault itself. */
function through(proxy: FaultyProxy, shop: LiveShop, timeout?: number): CrmClient {
  const client = createCrmClient({
    url: proxy.url,
    key: shop.key,
    retry: { within: 0, withinUnseen: 0 },
    ...(timeout !== undefined && { timeout }),
  });
  onTestFinished(() => client.close());
  return client;
}

/** A pass whose reading runs out of time ends there, as with `timeout` on a loaded machine; the next one goes on. */
async function passUntilQuiet(shop: LiveShop, crm: CrmClient): Promise<void> {
  for (let ended = 0; ended < 12;) {
    const done = await shop.runDone({ crm }).catch((error: unknown) => {
      if (error instanceof CrmError && error.reason === 'timeout') return undefined;
      throw error;
    });
    const { reserved = 0, sending = 0, retry = 0 } = outboxOf(shop);
    if (done !== undefined && reserved + sending + retry === 0) return;
    if (done !== undefined) ended++;
    shop.pass('10m');
  }
  throw new Error('it does not come to rest');
}

describe('an effect whose answer is lost happens exactly once', () => {
  const writes = [
    'POST tasks/create',
    'POST customers/notes/create',
    'POST customers/\\d+/edit',
    'POST orders/\\d+/edit',
  ];
  const faults: readonly Fault[] = ['busy', 'cutBefore', 'cutAfter', 'silent', 'half'];

  test.each(writes.flatMap((write) => faults.map((fault) => [write, fault] as const)))(
    '%s: %s',
    async (write, fault) => {
      const shop = await openLiveShop(everything);
      const proxy = await openFaultyProxy(shop.url);
      // Only who is never answered must give up soon: others are answered however loaded the machine is.
      const crm = through(proxy, shop, fault === 'silent' ? 300 : undefined);
      const customer = await shop.customer();
      const order = await shop.order({ number: 'A-1', customer: { id: customer } });
      proxy.fail(new RegExp(`^${write}$`), fault, fault);
      await passUntilQuiet(shop, crm);
      expect((await shop.tasks()).map(({ text }) => text)).toEqual(['Call A-1']);
      expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0])).toEqual(['Ordered A-1']);
      expect(await shop.statusOf(order)).toBe('client-confirmed');
      const card = await shop.people.call({ method: 'GET', path: `customers/${customer}`, query: { by: 'id' } });
      expect(card['customer']).toMatchObject({ tags: [{ name: 'buyer' }] });
      expect(outboxOf(shop)).toEqual({ done: 4 });
      expect(shop.rows('SELECT status FROM instances')).toEqual([{ status: 'completed' }]);
    },
  );
});

describe('a status that is set', () => {
  const climb = `kind: Trigger
code: climb
name: Climb
on: {changed: order.status, to: no-answer-1}
exit: order.status != "no-answer-1"
do:
  - {id: move, set: {order.status: no-answer-2}}
---
kind: Trigger
code: next
name: Next
on: {changed: order.status, to: no-answer-2}
do:
  - {id: call, task: {text: "from {{ order.status }}"}}
---
kind: StatusGroup
code: no-answer
name: No answer
statuses:
  - {code: no-answer-1, name: One, next: [no-answer-2]}
  - {code: no-answer-2, name: Two}
`;

  test('keeps its cause in the history, though its answer was lost and it ends its own instance', async () => {
    const shop = await openLiveShop(climb);
    const proxy = await openFaultyProxy(shop.url);
    const crm = through(proxy, shop);
    const order = await shop.order();
    await shop.runDone();
    await shop.change(order, { status: 'no-answer-1' });
    proxy.fail(/^POST orders/, 'cutAfter');
    await passUntilQuiet(shop, crm);
    expect(outboxOf(shop)).toEqual({ done: 2 });
    const [first] = shop.rows<{ id: string }>("SELECT id FROM instances WHERE trigger = 'climb'");
    const [second] = shop.rows<{ document: string }>("SELECT document FROM instances WHERE trigger = 'next'");
    expect(JSON.parse(second!.document)).toMatchObject({ depth: 1, trigger: 'next' });
    expect(first).toBeDefined();
  });

  test('is left alone when somebody else moved it on before the attempt could be repeated', async () => {
    const shop = await openLiveShop(everything);
    const proxy = await openFaultyProxy(shop.url);
    const crm = through(proxy, shop);
    const order = await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    proxy.fail(/^POST orders/, 'cutBefore');
    await shop.runDone({ crm });
    expect(outboxOf(shop)).toMatchObject({ retry: 1 });
    await shop.change(order, { status: 'cancel-other' });
    await passUntilQuiet(shop, crm);
    expect(await shop.statusOf(order)).toBe('cancel-other');
  });
});

describe('triggers that feed each other', () => {
  const pingPong = (how: string): string => `kind: Trigger
code: ping
name: Ping
on: {changed: order.status, to: new}
do:
  - {id: move, set: {order.status: client-confirmed}}
---
kind: Trigger
code: pong
name: Pong
on: {changed: order.status, to: client-confirmed${how}}
do:
  - {id: back, set: {order.status: new}}
`;

  test('stop at loop.maxDepth, and the journal says so', async () => {
    const shop = await openLiveShop(pingPong(''));
    const order = await shop.order({ status: 'client-confirmed' });
    await shop.runDone();
    await shop.change(order, { status: 'new' });
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({ done: 4 });
    expect(shop.rows("SELECT document FROM journal WHERE document LIKE '%loop-depth%'")).toHaveLength(1);
    expect(await shop.runDone()).toMatchObject({ events: 0, entered: 0 });
  });

  test('by tags as well', async () => {
    const shop = await openLiveShop(`kind: Trigger
code: add
name: Add
on: {changed: customer.tags}
when: '!customer.tags.exists(t, t.name == "x")'
do:
  - {id: tag, tag: {add: x}}
---
kind: Trigger
code: remove
name: Remove
on: {changed: customer.tags}
when: customer.tags.exists(t, t.name == "x")
do:
  - {id: tag, tag: {remove: x}}
`);
    const customer = await shop.customer();
    await shop.runDone();
    shop.pass('1m');
    await shop.people.call({
      method: 'POST',
      path: `customers/${customer}/edit`,
      body: { by: 'id', customer: { addTags: ['start'] } },
    });
    for (let count = 0; count < 3; count++) await shop.runDone();
    expect(outboxOf(shop)).toEqual({ done: 4 });
  });

  test('own: false is not started by what the runner did', async () => {
    const shop = await openLiveShop(pingPong(', own: false'));
    const order = await shop.order({ status: 'client-confirmed' });
    await shop.runDone();
    await shop.change(order, { status: 'new' });
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({ done: 1 });
    expect(await shop.statusOf(order)).toBe('client-confirmed');
    shop.pass('1m');
    await shop.change(order, { status: 'assembling' });
    await shop.change(order, { status: 'client-confirmed' });
    await shop.runDone();
    // A person's change starts pong, and pong's starts ping.
    expect(outboxOf(shop)).toEqual({ done: 3 });
  });
});

describe('people', () => {
  test('a task goes to whom it names: user/<e-mail>, a team, the manager, an expression, nobody', async () => {
    const shop = await openLiveShop('');
    const answer = await shop.crm.list({ method: 'GET', path: 'users' }, 'users');
    const [first] = answer as readonly { id: number; email: string }[];
    await shop.apply(`kind: Team
code: sales
name: Sales
members: [user/gone@example.com, user/${first!.email}]
---
kind: Trigger
code: ask
name: Ask
on: {event: order.created}
do:
  - {id: mail, task: {text: by mail, to: user/${first!.email.toUpperCase()}}}
  - {id: crew, task: {text: team, to: team/sales}}
  - {id: boss, task: {text: manager, to: manager}}
  - {id: said, task: {text: expression, to: =order.manager}}
  - {id: gone, task: {text: nobody, to: user/nobody@example.com}}
`);
    await shop.order({ managerId: first!.id });
    await shop.runDone();
    expect((await shop.tasks()).map(({ text, performer }) => [text, performer ?? null])).toEqual([
      ['by mail', first!.id],
      ['team', first!.id],
      ['manager', first!.id],
      ['expression', first!.id],
      ['nobody', null],
    ]);
  });

  test('a team shares its tasks among those who still work here, or leaves them to its first', async () => {
    const shop = await openLiveShop('');
    const [, anna, oleg] = shop.seed({
      users: ['gone', 'anna', 'oleg'].map((name) => ({ email: `${name}@example.com`, active: name !== 'gone' })),
    }).users;
    const members = 'user/gone@example.com, user/anna@example.com, user/oleg@example.com';
    await shop.apply(`kind: Team
code: crew
members: [${members}]
---
kind: Team
code: heads
members: [${members}]
strategy: fixed
---
kind: Trigger
code: ask
on: {event: order.created}
do:
  - {id: crew, task: {text: crew, to: team/crew}}
  - {id: head, task: {text: head, to: team/heads}}
`);
    for (let order = 0; order < 30; order += 1) await shop.order({});
    await shop.runDone();
    const tasks = await shop.tasks();
    const of = (name: string): ReadonlySet<unknown> =>
      new Set(tasks.filter(({ text }) => text === name).map(({ performer }) => performer));
    expect(of('crew')).toEqual(new Set([anna, oleg]));
    expect(of('head')).toEqual(new Set([anna]));
  });

  test('a task for nobody goes to tasks.fallback', async () => {
    const shop = await openLiveShop('');
    const [first] = (await shop.crm.list({ method: 'GET', path: 'users' }, 'users')) as readonly {
      id: number;
      email: string;
    }[];
    await shop.apply(
      `kind: Trigger
code: ask
name: Ask
on: {event: order.created}
do:
  - {id: boss, task: {text: manager, to: manager}}
`,
      `version: 1
name: shop
timezone: Europe/Moscow
currency: RUB
locale: ru
tasks: {fallback: user/${first!.email}}
environments: {local: {}}
`,
    );
    await shop.order({ managerId: null });
    await shop.runDone();
    expect((await shop.tasks()).map(({ performer }) => performer)).toEqual([first!.id]);
  });
});

test('texts of the shop travel with the release', async () => {
  const shop = await openLiveShop('');
  await shop.apply(
    `kind: Trigger
code: ask
name: Ask
on: {event: order.created, where: order.number == shop.wanted}
do:
  - {id: call, task: {text: "{{ shop.phone }} {{ shop.since }}"}}
`,
    `version: 1
name: shop
timezone: Europe/Moscow
currency: RUB
locale: ru
shop: {phone: +7 495 000, since: 1999, wanted: A-1}
environments: {local: {}}
`,
  );
  await shop.order({ number: 'A-1' });
  await shop.order({ number: 'A-2' });
  await shop.runDone();
  expect((await shop.tasks()).map(({ text }) => text)).toEqual(['+7 495 000 1999']);
});

test('a message goes out in the language that the CRM keeps with the customer', async () => {
  const gateway = await faultyServer(json({}));
  onTestFinished(() => gateway.close());
  const shop = await openLiveShop('');
  await shop.apply(
    `kind: CustomField
code: locale
of: customer
type: string
name: Язык
---
kind: Fragment
code: bye
name: Bye
body: "До встречи в {{ shop.name }}"
locales: {en: {body: "See you at {{ shop.name }}"}}
---
kind: Channel
code: sms
type: sms
url: ${gateway.url}/send
body: {to: "{{ message.to }}", text: "{{ message.text }}"}
---
kind: Template
code: thanks
name: Thanks
for: order
channel: sms
body: "Заказ {{ order.number }}. {% include 'bye' %}"
locales: {en: {sms: {body: "Order {{ order.number }}. {% include 'bye' %}"}}}
---
kind: Trigger
code: thanks
name: Thanks
on: {event: order.created}
do: [{id: tell, send: {template: thanks}}]
`,
    'version: 1\nname: shop\ntimezone: Europe/Moscow\nlocale: ru\nshop: {name: Лавка}\n',
  );
  const people = { 'A-1': {}, 'A-2': { customFields: { locale: 'en-US' } } };
  for (const [number, fields] of Object.entries(people)) {
    const id = await shop.customer({ phones: [{ number: '+79990000001' }], ...fields });
    await shop.order({ number, customer: { id } });
  }
  await shop.runDone();
  expect(gateway.seen.map(({ body }) => (JSON.parse(String(body)) as { text: string }).text).sort()).toEqual([
    'Order A-2. See you at Лавка',
    'Заказ A-1. До встречи в Лавка',
  ]);
});

describe('a gateway over HTTP', () => {
  const sms = (url: string): string => `kind: Channel
code: sms
type: sms
name: SMS
url: ${url}/send
headers: {Authorization: "Bearer \${SMS_TOKEN}"}
query: {from: "{{ message.from }}"}
body: {to: "{{ message.to }}", text: "{{ message.text }}"}
from: SHOP
---
kind: Template
code: thanks
name: Thanks
for: order
channel: sms
body: "Thanks for {{ order.number }}"
---
kind: Trigger
code: thanks
name: Thanks
on: {event: order.created}
do:
  - {id: tell, send: {template: thanks}}
`;
  const variables = { SMS_TOKEN: 'token-of-the-test' };
  const order = async (shop: LiveShop): Promise<number> =>
    shop.order({ number: 'A-1', customer: { id: await shop.customer({ phones: [{ number: '+79990000001' }] }) } });

  test('gets the message as the Channel writes it, with the key of the effect and the secret of the environment', async () => {
    const gateway = await faultyServer(json({}));
    onTestFinished(() => gateway.close());
    const shop = await openLiveShop(sms(gateway.url));
    await order(shop);
    expect((await shop.runDone({ variables })).effects.done).toBe(1);
    const [effect] = shop.rows<{ id: string }>('SELECT id FROM outbox');
    expect(gateway.seen).toHaveLength(1);
    expect(gateway.seen[0]).toMatchObject({
      method: 'POST',
      target: '/send?from=SHOP',
      headers: { authorization: 'Bearer token-of-the-test', 'idempotency-key': effect!.id },
    });
    expect(JSON.parse(gateway.seen[0]!.body)).toEqual({ to: '+79990000001', text: 'Thanks for A-1' });
    expect(JSON.stringify(shop.rows('SELECT * FROM outbox'))).not.toContain('token-of-the-test');
  });

  test('may say the secret itself: it is neither stored nor told', async () => {
    const gateway = await faultyServer(json({ error: 'no such key: token-of-the-test' }, 400));
    onTestFinished(() => gateway.close());
    const shop = await openLiveShop(sms(gateway.url));
    await order(shop);
    const { attention } = await shop.runDone({ variables });
    expect(attention[0]?.error).toContain('no such key: ***');
    expect(
      JSON.stringify(['outbox', 'instances', 'journal'].map((table) => shop.rows(`SELECT * FROM ${table}`))),
    ).not.toContain('token-of-the-test');
  });

  test('says which variable is missing', async () => {
    const gateway = await faultyServer(json({}));
    onTestFinished(() => gateway.close());
    const shop = await openLiveShop(sms(gateway.url));
    expect((await shop.runDone()).missing).toEqual([{ address: 'channel/sms', name: 'SMS_TOKEN' }]);
  });

  test.each([
    ['busy: later, as late as it asks', busy(503, { 'retry-after': '120' }), { retry: 1 }, '2026-03-02T09:02:00Z'],
    ['refuses: dead', json({ error: 'no such number' }, 400), { dead: 1 }, undefined],
    ['fails: nobody knows', json({}, 500), { unknown: 1 }, undefined],
    ['hangs up: nobody knows', cutAtOnce, { unknown: 1 }, undefined],
  ])('%s', async (_, behaviour, outbox, next) => {
    const gateway = await faultyServer(behaviour);
    onTestFinished(() => gateway.close());
    const shop = await openLiveShop(sms(gateway.url));
    await order(shop);
    const { attention } = await shop.runDone({ variables });
    expect(outboxOf(shop)).toEqual(outbox);
    expect(attention[0]?.next).toBe(next);
  });
});

test('an http step repeats with its own key until the service answers (class B)', async () => {
  const service = await faultyServer(json({}, 502), cutAtOnce, json({ card: 'C-1' }));
  onTestFinished(() => service.close());
  const shop = await openLiveShop(`kind: Connection
code: loyalty
name: Loyalty
url: ${service.url}/api
---
kind: Trigger
code: card
name: Card
on: {event: order.created}
do:
  - {id: ask, http: {connection: loyalty, path: /cards, body: {order: "{{ order.number }}"}}}
  - {id: tell, task: {text: =steps.ask.body.card}}
`);
  await shop.order({ number: 'A-1' });
  await passUntilQuiet(shop, shop.crm);
  expect(service.seen.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => '{"order":"A-1"}'));
  expect(new Set(service.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(outboxOf(shop)).toEqual({ done: 2 });
});

test('an http step keeps an answer without the secret that stands in it, and what a letter needs of it', async () => {
  const key = 'key-of-the-test';
  const service = await faultyServer(json({ card: 'C-1', you: { sent: [`ApiKey ${key}`] } }));
  onTestFinished(() => service.close());
  const shop = await openLiveShop(`kind: Connection
code: loyalty
name: Loyalty
url: ${service.url}/api
headers: {Authorization: "ApiKey \${LOYALTY_KEY}"}
---
kind: Trigger
code: card
name: Card
on: {event: order.created}
do:
  - {id: ask, http: {connection: loyalty, method: POST, path: /cards}}
  - {id: pause, wait: 1h}
  - {id: tell, task: {text: "{{ steps.ask.body.card }} {{ steps.ask.body.you.sent.0 }}"}}
`);
  await shop.order({ number: 'A-1' });
  const variables = { LOYALTY_KEY: key };
  await shop.runDone({ variables });
  await passUntilQuiet(shop, shop.crm);
  expect(service.seen[0]?.headers).toMatchObject({ authorization: `ApiKey ${key}` });
  expect(JSON.stringify(shop.rows('SELECT * FROM instances'))).toContain('ApiKey ***');
  const tables = shop.rows<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'");
  const stored = tables.map(({ name }) => shop.rows(`SELECT * FROM "${name}"`));
  expect(JSON.stringify(stored)).not.toContain(key);
});

test('a mistake of ours costs the effect in which it is, and no other', async () => {
  const shop = await openLiveShop(everything);
  const order = await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
  const crm: CrmClient = {
    ...shop.crm,
    call: async (asked) =>
      asked.path === 'tasks/create' ? Promise.reject(new TypeError('x is not a function')) : shop.crm.call(asked),
  };
  const { attention } = await shop.runDone({ crm });
  expect(attention).toMatchObject([{ state: 'unknown', type: 'task', error: 'crmctl failed: x is not a function' }]);
  expect(outboxOf(shop)).toEqual({ unknown: 1, done: 3 });
  expect(await shop.statusOf(order)).toBe('client-confirmed');
});

describe('a CRM that fails as a whole', () => {
  test('a refused key ends the pass with an error, and nothing is lost', async () => {
    const shop = await openLiveShop(everything);
    const proxy = await openFaultyProxy(shop.url);
    const crm = through(proxy, shop);
    await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    proxy.fail(/^POST tasks/, 'denied');
    await expect(shop.run({ crm })).rejects.toMatchObject({ reason: 'auth' });
    expect(outboxOf(shop)).toEqual({ retry: 1 });
    await passUntilQuiet(shop, crm);
    expect(outboxOf(shop)).toEqual({ done: 4 });
    expect(await shop.tasks()).toHaveLength(1);
  });

  test('a right that the key lacks costs the effect that needs it, and no other', async () => {
    const shop = await openLiveShop(everything);
    const proxy = await openFaultyProxy(shop.url);
    const crm = through(proxy, shop);
    await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    proxy.fail(/^POST tasks/, 'forbidden');
    const { attention } = await shop.runDone({ crm });
    expect(attention).toMatchObject([
      { state: 'dead', type: 'task', error: expect.stringContaining('right') as string },
    ]);
    await passUntilQuiet(shop, crm);
    expect(outboxOf(shop)).toMatchObject({ dead: 1 });
    expect(await shop.tasks()).toEqual([]);
  });

  test('a right that the look for an effect lacks stops no pass', async () => {
    const shop = await openLiveShop(everything);
    const proxy = await openFaultyProxy(shop.url);
    const crm = through(proxy, shop);
    await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
    proxy.fail(/^POST tasks/, 'cutAfter');
    proxy.fail(/^GET tasks$/, 'forbidden');
    await shop.runDone({ crm });
    expect(proxy.asked.filter((what) => what === 'GET tasks').length).toBeGreaterThan(1);
    expect(outboxOf(shop)).toEqual({ done: 4 });
    expect(await shop.tasks()).toHaveLength(1);
  });

  test.each(['busy', 'cutBefore', 'cutAfter', 'half'] as const)(
    'a history that cannot be read (%s) leaves the cursor where it was',
    async (fault) => {
      const shop = await openLiveShop(everything);
      const proxy = await openFaultyProxy(shop.url);
      const crm = through(proxy, shop);
      await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
      proxy.fail(/^GET orders\/history/, fault);
      await expect(shop.run({ crm })).rejects.toMatchObject({ name: 'CrmError' });
      expect(outboxOf(shop)).toEqual({});
      await passUntilQuiet(shop, crm);
      expect(outboxOf(shop)).toEqual({ done: 4 });
    },
  );

  test('is asked once, not once an effect, while it does not answer', async () => {
    const shop = await openLiveShop(everything);
    const proxy = await openFaultyProxy(shop.url);
    const crm = through(proxy, shop);
    for (let count = 0; count < 20; count++) await shop.order({ number: `A-${count}` });
    proxy.fail(/^POST/, ...Array.from({ length: 20 }, () => 'busy' as const));
    const { effects, attention } = await shop.runDone({ crm });
    expect(effects).toMatchObject({ done: 0, retry: 20 });
    expect(attention).toHaveLength(20);
    expect(proxy.asked.filter((what) => what.startsWith('POST'))).toHaveLength(1);
  });
});
