import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { isObject } from '../../src/model/json.js';
import { listOf, openLiveShop, outboxOf, type LiveShop, type Row } from './liveShop.js';

const story = (steps: string) => `kind: Trigger\ncode: story\nname: Story\non: {event: order.created}\ndo:\n${steps}`;

const costReferences = `kind: Reference
of: costGroup
code: packing
name: Packing
---
kind: Reference
of: costItem
code: box
name: Boxes
group: packing
---
`;

async function run(shop: LiveShop) {
  const summary = await shop.runDone();
  const dead = shop.rows<{ error: string }>("SELECT error FROM outbox WHERE state NOT IN ('done', 'skipped')");
  expect(dead).toEqual([]);
  return summary;
}

async function orderOf(shop: LiveShop, id: number): Promise<Row> {
  const { order } = await shop.people.call({ method: 'GET', path: `orders/${id}`, query: { by: 'id' } });
  return isObject(order) ? order : {};
}

const lines = [
  { offer: { name: 'Shirt' }, productName: 'Shirt', quantity: 2, initialPrice: 100 },
  { offer: { name: 'Socks' }, productName: 'Socks', quantity: 1, initialPrice: 300 },
];

describe('actions through the real API', () => {
  test('lines come and go, and a discount of ours stands beside that of a person', async () => {
    const shop = await openLiveShop(
      story(`  - {id: gift, items: {add: [{offer: Gift, quantity: 1, price: 50}]}}
  - {id: less, discount: {percent: 10}}
  - {id: one, discount: {amount: 5, of: item, where: item.initialPrice == 300, code: line}}
`),
    );
    const id = await shop.order({ items: lines, discountManualAmount: 20 });
    await run(shop);
    const after = await orderOf(shop, id);
    expect(listOf(after['items']).map(({ initialPrice, quantity }) => [initialPrice, quantity])).toEqual([
      [100, 2],
      [300, 1],
      [50, 1],
    ]);
    // Ten percent of 500 was decided on before the gift had come back from the CRM.
    expect(after['discountManualAmount']).toBe(20 + 50);
    expect(listOf(after['items'])[1]).toMatchObject({ discountManualAmount: 5 });
  });

  test('an order, a customer and an expense are made once', async () => {
    const shop = await openLiveShop(
      costReferences +
        story(`  - {id: stop, if: order.number == "G-1", stop: gift}
  - {id: card, customer: {create: {firstName: Oleg, email: oleg@example.com}, key: oleg}}
  - {id: again, customer: {create: {firstName: Oleg, email: oleg@example.com}, key: oleg}}
  - {id: gift, order: {create: {number: G-1, status: new}, key: =customer.id}}
  - {id: say, note: "{{ steps.card.id == steps.again.id ? 'one' : 'two' }} {{ steps.gift.id }}"}
  - {id: pay, cost: {item: box, amount: 12.5, comment: Box}}
`),
    );
    const customer = await shop.customer();
    await shop.order({ customer: { id: customer } });
    await run(shop);
    const orders = listOf(await shop.people.list({ method: 'GET', path: 'orders' }, 'orders'));
    expect(orders.map(({ number }) => number)).toContain('G-1');
    expect(orders).toHaveLength(2);
    const gift = orders.find(({ number }) => number === 'G-1');
    expect(gift?.['customer']).toMatchObject({ id: customer });
    const people = listOf(await shop.people.list({ method: 'GET', path: 'customers' }, 'customers'));
    expect(people.filter(({ email }) => email === 'oleg@example.com')).toHaveLength(1);
    expect((await shop.notes())[0]!['text']).toContain(`one ${String(gift?.['id'])}`);
    const costs = listOf(await shop.people.list({ method: 'GET', path: 'costs' }, 'costs'));
    expect(costs).toMatchObject([{ summ: 12.5, costItem: 'box' }]);
    expect(String(costs[0]!['comment'])).toMatch(/^Box\ncrmctl:/);
  });

  test('a team takes orders in turn', async () => {
    const shop = await openLiveShop(
      `kind: Team\ncode: sales\nname: Sales\nmembers: [user/admin@example.com, user/nobody@example.com]\n---\n${story('  - {id: who, assign: {team: sales, strategy: fixed}}\n')}`,
    );
    const users = listOf(await shop.people.list({ method: 'GET', path: 'users' }, 'users'));
    const [first] = users;
    await shop.apply(
      `kind: Team\ncode: sales\nname: Sales\nmembers: [user/${String(first!['email'])}]\n---\n${story('  - {id: who, assign: {team: sales}}\n')}`,
    );
    const id = await shop.order();
    await run(shop);
    expect((await orderOf(shop, id))['managerId']).toBe(first!['id']);
  });

  test('a coupon and an event of our own reach the other triggers', async () => {
    const shop =
      await openLiveShop(`${story('  - {id: gift, coupon: {amount: 5, pool: [SPRING]}}\n  - {id: tell, emit: {event: custom.gift, data: {code: =steps.gift.code}}}\n')}---
kind: Trigger
code: listener
name: Listener
on: {event: custom.gift}
do: [{id: say, note: "Code {{ event.code }}"}]
`);
    const customer = await shop.customer();
    await shop.order({ customer: { id: customer } });
    await run(shop);
    expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0])).toEqual(['Code SPRING']);
  });

  test('a coupon is used once the CRM tells of an order of the customer with its code', async () => {
    const shop = await openLiveShop(
      `kind: CustomField\ncode: promo\nof: order\ntype: string\nname: Promo code\n---\n${story("  - {id: gift, coupon: {amount: 5, pool: [SPRING, SUMMER]}}\n  - {id: pause, wait: 1d}\n  - {id: say, note: \"{{ order.number }} {{ steps.gift.code }} {{ steps.gift.used ? 'used' : 'not yet' }}\"}\n")}`,
    );
    const [one, other] = [await shop.customer(), await shop.customer({ email: 'b@example.com' })];
    await shop.order({ number: 'A-1', customer: { id: one } });
    await shop.order({ number: 'A-2', customer: { id: other } });
    await shop.runDone();
    shop.pass('23h');
    await shop.order({ number: 'A-3', customer: { id: one }, customFields: { promo: 'spring' } });
    await shop.runDone();
    shop.pass('2h');
    await shop.runDone();
    expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0]).sort()).toEqual([
      'A-1 SPRING used',
      'A-2 SUMMER not yet',
    ]);
  });

  test('a program is started with its arguments; what it prints is the result, what it lacks a failure', async () => {
    const program = join(mkdtempSync(join(tmpdir(), 'crmctl-exec-')), 'label');
    writeFileSync(
      program,
      '#!/bin/sh\nread line\nprintf \'{"label": "%s %s", "effect": "%s"}\' "$1" "$line" "$CRMCTL_EFFECT_ID"\n',
    );
    chmodSync(program, 0o755);
    const shop = await openLiveShop(
      story(`  - {id: run, exec: {command: ${program}, args: ["{{ order.number }}; rm -rf /"], stdin: text}}
  - {id: say, note: "{{ steps.run.body.label }}"}
  - {id: none, exec: {command: ${program}-missing}, onError: [{id: oops, note: "{{ steps.none.reason }}"}]}
  - {id: jam, exec: {command: /bin/sh, args: ["-c", "echo paper jam; exit 3"]}, onError: [{id: tell, note: "{{ steps.jam.code }}: {{ steps.jam.output }}"}]}
`),
    );
    const customer = await shop.customer();
    await shop.order({ number: 'A-7', customer: { id: customer } });
    await shop.runDone();
    expect((await shop.notes()).map(({ text }) => String(text).split('\n')[0]).sort()).toEqual([
      `${program}-missing cannot be started: ENOENT`,
      '3: paper jam',
      'A-7; rm -rf / text',
    ]);
    expect(outboxOf(shop)).toMatchObject({ dead: 2 });
  });

  test('a program sees of the environment what it needs to run, and what its step names', async () => {
    vi.stubEnv('CRM_KEY', 'secret');
    vi.stubEnv('PRINTER', 'lp0');
    vi.stubEnv('TZ', 'Europe/Moscow');
    onTestFinished(() => void vi.unstubAllEnvs());
    const shop = await openLiveShop(
      story(`  - {id: run, exec: {command: env, env: [PRINTER, NOT_SET]}}
  - {id: say, note: "{{ steps.run.output }}"}
`),
    );
    await shop.order({ number: 'A-7', customer: { id: await shop.customer() } });
    await shop.runDone();
    const [note] = await shop.notes();
    const seen = String(note!['text'])
      .split('\n')
      .filter((line) => line.includes('='));
    const names = seen.map((line) => line.slice(0, line.indexOf('=')));
    const known = ['CRMCTL_EFFECT_ID', 'HOME', 'LANG', 'PATH', 'PRINTER', 'TZ'];
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    expect(seen).toEqual(expect.arrayContaining(['PRINTER=lp0', 'TZ=Europe/Moscow', `PATH=${process.env['PATH']}`]));
  });
});
