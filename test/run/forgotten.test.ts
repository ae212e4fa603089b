import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { obeyOperatorsNow } from '../../src/run/operators.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { explanationOf } from '../../src/render/operations/explanation.js';
import { openLiveShop, outboxOf } from './liveShop.js';
import { openPostOffice, thanksByMail, type Reception } from './postOffice.js';

/** A shop that keeps what it sent for a hundred days, and a letter about an order. */
async function shopWithLetter(...receptions: readonly Reception[]) {
  const office = await openPostOffice();
  office.receive(...receptions);
  const shop = await openLiveShop(`${thanksByMail(office.port)}kind: Policy
code: default
name: Policy
retention: {journal: 100d}
---
kind: Trigger
code: thanks
name: Thanks
on: {event: order.created}
do:
  - {id: tell, send: {template: thanks}, onError: continue}
`);
  await shop.order({ number: 'A-1', customer: { id: await shop.customer({ email: 'anna@example.com' }) } });
  await shop.runDone();
  const documents = (): string => JSON.stringify(shop.rows('SELECT document, error, heard FROM outbox'));
  return { office, shop, documents };
}

describe('what was sent', () => {
  test('is kept as long as the journal, then that it was', async () => {
    const { shop, documents } = await shopWithLetter('accept');
    shop.pass('99d');
    await shop.runDone();
    expect(documents()).toContain('anna@example.com');
    shop.pass('2d');
    await shop.runDone();
    expect(documents()).not.toMatch(/anna@example\.com|A-1|Thank you/);
    expect(await shop.automation.outbox({})).toMatchObject([
      { state: 'done', trigger: 'trigger/thanks', type: 'send', channel: 'email', customer: null, order: null },
    ]);
    const about = { order: '1' };
    const explained = explanationOf({
      environment: 'local',
      subject: 'order/1',
      journal: await shop.automation.journal(about),
      outbox: await shop.automation.outbox(about),
      pending: await shop.automation.pending(about),
      triggers: ['trigger/thanks'],
    });
    expect(explained).toMatchObject({ runs: [], unheard: ['trigger/thanks'] });
    await shop.runDone();
    await shop.order({ number: 'A-2', customer: { id: await shop.customer({ email: 'oleg@example.com' }) } });
    await shop.runDone();
    expect(await shop.automation.statistics({})).toMatchObject([{ trigger: 'trigger/thanks', messages: { email: 1 } }]);
  });

  test('is kept as long as a cap looks back, when that is longer', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(`${thanksByMail(office.port)}kind: Policy
code: default
name: Policy
retention: {journal: 10d, refused: 10d}
classes: {marketing: {caps: [1/30d]}}
---
kind: Trigger
code: thanks
name: Thanks
class: marketing
on: {event: order.created}
do:
  - {id: tell, send: {template: thanks}}
`);
    const customer = { id: await shop.customer() };
    const letters = async (): Promise<number> => {
      await shop.order({ customer });
      await shop.runDone();
      return office.letters.length;
    };
    expect(await letters()).toBe(1);
    for (const _ of [1, 2]) {
      shop.pass('13d');
      await shop.runDone();
    }
    expect(await letters()).toBe(1);
    shop.pass('5d');
    expect(await letters()).toBe(2);
  });

  test('and was refused is on the list still, but cannot be sent again', async () => {
    const { shop, office } = await shopWithLetter(
      { code: 552, at: 'letter', says: 'anna@example.com is full' },
      'accept',
    );
    expect(outboxOf(shop)).toEqual({ dead: 1 });
    shop.pass('101d');
    const { attention } = await shop.runDone();
    expect(attention).toMatchObject([{ state: 'dead', type: 'send' }]);
    const settle = async (as: 'retry' | 'drop') => {
      const { file, automation, now } = shop;
      const { id } = await automation.command({ do: 'settle', effects: [attention[0]!.effect], as, by: 'anna@office' });
      await obeyOperatorsNow({ file, automation, words: vocabulary, clock: now });
      return (await automation.commandState(id)).affected;
    };
    expect(await settle('retry')).toEqual([]);
    expect(await settle('drop')).toEqual([attention[0]!.effect]);
    await shop.runDone();
    expect(outboxOf(shop)).toEqual({ withdrawn: 1 });
    expect(office.letters).toEqual([]);
  });

  test('and of which nobody knows whether it arrived is kept until somebody says so', async () => {
    const { shop, documents } = await shopWithLetter('cut');
    expect(outboxOf(shop)).toEqual({ unknown: 1 });
    shop.pass('101d');
    await shop.runDone();
    expect(documents()).toContain('anna@example.com');
  });
});

test('money that was set aside for a message that left, and suppression that was lifted, leave nothing behind', async () => {
  const office = await openPostOffice();
  const mail = thanksByMail(office.port).replace(
    'from: shop@example.com\n',
    'from: shop@example.com\nprice: 2\nbudget: 100/day\n',
  );
  const shop = await openLiveShop(
    `${mail}kind: Trigger\ncode: thanks\nname: Thanks\non: {event: order.created}\ndo: [{id: tell, send: {template: thanks}}]\n`,
  );
  const customer = await shop.customer({ email: 'anna@example.com' });
  const tell = async (type: string): Promise<void> => {
    const data = { suppression: { address: 'anna@example.com', channel: 'email' } };
    await shop.automation.sendEvents([
      { id: type, source: 'site', type, time: new Date(shop.now()).toISOString(), data },
    ]);
    await shop.runDone();
  };
  const memos = () => shop.rows<{ name: string }>('SELECT name FROM memos').map(({ name }) => name);
  await tell('suppression.added');
  const before = memos();
  await tell('suppression.removed');
  await shop.order({ customer: { id: customer } });
  await shop.runDone();
  expect(office.letters).toHaveLength(1);
  expect(before.filter((name) => !memos().includes(name))).toHaveLength(1);
  expect(memos().filter((name) => name.startsWith('reserved:'))).toEqual([]);
  expect(shop.rows("SELECT name FROM memos WHERE value = ''")).toEqual([]);
});

describe('a customer', () => {
  /** The statements of the documentation, for this id. */
  function erase(file: string, id: number): void {
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const [, sql = ''] = /```sql\n([\s\S]*?)```/.exec(page) ?? [];
    const database = new Database(file);
    database.exec(sql.replaceAll("'7'", `'${id}'`).replaceAll("customer/7'", `customer/${id}'`));
    database.close();
  }

  test('is erased by what the documentation says, and nobody else', async () => {
    const { shop } = await shopWithLetter('accept');
    const oleg = await shop.customer({ firstName: 'Oleg', email: 'oleg@example.com' });
    await shop.order({ number: 'B-2', customer: { id: oleg } });
    await shop.automation.sendEvents(
      [1, oleg].map((id) => ({
        id: `event-${id}`,
        source: 'site',
        type: 'page.viewed',
        time: new Date(shop.now()).toISOString(),
        data: { customer: { id }, page: { url: `https://shop.example.com/?of=${id === 1 ? 'anna' : 'oleg'}` } },
      })),
    );
    await shop.runDone();
    const all = (): string => {
      const tables = shop.rows<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
      return JSON.stringify(tables.map(({ name }) => shop.rows(`SELECT * FROM "${name}"`)));
    };
    expect(all()).toMatch(/anna@example\.com/);
    erase(shop.file, 1);
    expect(all()).not.toMatch(/anna|Анна|A-1/i);
    expect(all()).toMatch(/oleg@example\.com/);
    expect(all()).toMatch(/of=oleg/);
    expect(await shop.runDone()).toMatchObject({ events: 0 });
    expect(all()).not.toMatch(/anna|Анна|A-1/i);
  });
});
