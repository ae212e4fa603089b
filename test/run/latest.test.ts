import { describe, expect, onTestFinished, test } from 'vitest';
import { cutAtOnce, faultyServer, json, type Behaviour } from '../crm/faultyServer.js';
import { openLiveShop, outboxOf, type LiveShop } from './liveShop.js';

async function service(...script: readonly Behaviour[]) {
  const server = await faultyServer(...script);
  onTestFinished(() => server.close());
  return server;
}

const toldStates = (url: string, latest = true): string => `kind: Connection
code: site
url: ${url}
---
kind: Trigger
code: tell
name: Tell
on: {changed: order.status}
mode: parallel
do:
  - {id: site, http: {connection: site, method: PUT, path: /state, body: {of: =order.id, is: =order.status}, latest: ${latest}}}
  - {id: said, note: "{{ steps.site.reason|default('told') }}"}
`;

async function notesOf(shop: LiveShop): Promise<readonly string[]> {
  return (await shop.notes()).map(({ text }) => String(text).split('\n')[0]!).sort();
}

function bodies({ seen }: Awaited<ReturnType<typeof service>>): readonly unknown[] {
  return seen.map(({ body }) => (JSON.parse(body) as { is: unknown }).is);
}

async function orderIn(shop: LiveShop): Promise<number> {
  const order = await shop.order({ customer: { id: await shop.customer() } });
  await shop.runDone();
  return order;
}

describe('of requests of which only the latest counts', () => {
  test('one that waits for another attempt gives way to a newer one', async () => {
    const server = await service(json({}, 503), json({}));
    const shop = await openLiveShop(toldStates(server.url));
    const order = await orderIn(shop);
    await shop.change(order, { status: 'assembling' });
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({ retry: 1 });
    shop.pass('2s');
    await shop.change(order, { status: 'complete' });
    await shop.runDone();
    shop.pass('1h');
    await shop.runDone();
    await shop.runDone();
    expect(bodies(server)).toEqual(['assembling', 'complete']);
    expect(await notesOf(shop)).toEqual(['superseded', 'told']);
    expect(shop.rows("SELECT error FROM outbox WHERE state = 'skipped'")).toEqual([{ error: 'superseded' }]);
  });

  test('without `latest` the old one overtakes', async () => {
    const server = await service(json({}, 503), json({}));
    const shop = await openLiveShop(toldStates(server.url, false));
    const order = await orderIn(shop);
    await shop.change(order, { status: 'assembling' });
    await shop.runDone();
    shop.pass('2s');
    await shop.change(order, { status: 'complete' });
    await shop.runDone();
    shop.pass('1h');
    await shop.runDone();
    expect(bodies(server)).toEqual(['assembling', 'complete', 'assembling']);
  });

  test('what may have arrived is nothing to look at when a newer one puts it right', async () => {
    const server = await service(cutAtOnce, json({}));
    const shop = await openLiveShop(toldStates(server.url));
    const order = await orderIn(shop);
    await shop.change(order, { status: 'assembling' });
    await shop.runDone();
    shop.pass('2s');
    await shop.change(order, { status: 'complete' });
    shop.pass('1h');
    expect(await shop.runDone()).toMatchObject({ attention: [] });
    expect(bodies(server)).toEqual(['assembling', 'complete']);
  });

  test('of those that are decided on in one pass the last goes', async () => {
    const server = await service(json({}));
    const shop = await openLiveShop(toldStates(server.url));
    const order = await orderIn(shop);
    await shop.change(order, { status: 'assembling' });
    shop.pass('1s');
    await shop.change(order, { status: 'complete' });
    await shop.runDone();
    expect(bodies(server)).toEqual(['complete']);
    expect(await notesOf(shop)).toEqual(['superseded', 'told']);
  });

  test('each key has its own', async () => {
    const server = await service(json({}));
    const shop = await openLiveShop(toldStates(server.url));
    const [first, second] = [await orderIn(shop), await orderIn(shop)];
    await shop.change(first, { status: 'assembling' });
    await shop.change(second, { status: 'assembling' });
    await shop.runDone();
    expect(server.seen).toHaveLength(2);
  });

  test('an old one that an operator asks for gives way, too', async () => {
    const server = await service(json({}, 400), json({}));
    const shop = await openLiveShop(toldStates(server.url));
    const order = await orderIn(shop);
    await shop.change(order, { status: 'assembling' });
    await shop.runDone();
    await shop.change(order, { status: 'complete' });
    await shop.runDone();
    const [dead] = shop.rows<{ id: string }>("SELECT id FROM outbox WHERE state = 'dead'");
    await shop.automation.command({ do: 'settle', effects: [dead!.id], as: 'retry', by: 'anna' });
    await shop.runDone();
    expect(bodies(server)).toEqual(['assembling', 'complete']);
  });
});
