import { describe, expect, onTestFinished, test } from 'vitest';
import { createCrmClient } from '../../src/crm/client.js';
import { obeyOperatorsNow } from '../../src/run/operators.js';
import { readLedger } from '../../src/vocabulary/ledger/ledger.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { backtested, journalOf, live, project, tally, trigger, type Entries } from './entries.js';
import { openFaultyProxy } from './faultyProxy.js';
import { listOf, openLiveShop, outboxOf, type LiveShop, type Row } from './liveShop.js';

/** First lines: our mark stands below. */
async function notesIn(shop: LiveShop): Promise<readonly string[]> {
  return (await shop.notes()).map(({ text }) => String(text).split('\n')[0]!);
}

async function settle(shop: LiveShop, effect: string, as: 'done' | 'drop'): Promise<void> {
  const { file, automation, now } = shop;
  await automation.command({ do: 'settle', effects: [effect], as, by: 'anna@office' });
  await obeyOperatorsNow({ file, automation, words: vocabulary, clock: now });
}

describe('bonuses that crmctl moves', () => {
  const program = 'kind: Program\ncode: club\nname: Club\nledger: crm\n';
  const reward = trigger(
    'reward',
    '[{event: order.created}, {event: loyalty.credited}]',
    'bonus: {credit: 10, program: club}',
  );
  const news = trigger('news', '{event: loyalty.credited}', 'note: "{{ operation.amount }}"');

  /** A shop with one customer, who has a loyalty account unless `isMember` says otherwise. */
  async function openClub(yaml: string, isMember = true) {
    const shop = await openLiveShop(yaml);
    const customer = await shop.customer();
    const post = (path: string, body: Row) => shop.people.call({ method: 'POST', path, body });
    if (isMember) {
      shop.seed({
        loyalties: [{ name: 'Club', levels: [{ name: 'First', type: 'bonus_percent', privilegeSize: 10 }] }],
      });
      const member = { phoneNumber: '+79990000001', customer: { id: customer } };
      await post('loyalty/account/create', { loyaltyAccount: member });
      await post('loyalty/account/1/activate', {});
    }
    await shop.order({ customer: { id: customer } });
    let told = 0;
    const operations = async (): Promise<readonly Row[]> => {
      const path = 'loyalty/account/1/bonus/operations';
      const { bonusOperations } = await shop.people.call({ method: 'GET', path });
      return listOf(bonusOperations);
    };
    return {
      shop,
      /** Somebody who sees the account tells of it. */
      async tell(data: Row, type = 'loyalty.credited') {
        const event = { id: `told-${++told}`, source: 'account', type, time: new Date(shop.now()).toISOString() };
        await shop.automation.sendEvents([{ ...event, data: { ...data, customer: { id: customer } } }]);
      },
      /** Somebody of the shop gives bonuses by hand. */
      credit: (amount: number) => post('loyalty/account/1/bonus/credit', { amount }),
      operations,
      /** Our first movement as it stands in the CRM, with the comment that the API does not tell. */
      async seen(): Promise<Row> {
        const [operation] = await operations();
        const [effect] = shop.rows<{ id: string }>("SELECT id FROM outbox WHERE document ->> '$.type' = 'bonus'");
        return { ...operation, comment: `crmctl:${effect!.id}/1` };
      },
      card: () =>
        JSON.parse(shop.rows<{ data: string }>("SELECT data FROM entities WHERE kind = 'customer'")[0]!.data) as Row,
    };
  }

  const inBacktest = (yaml: string): Entries =>
    backtested(yaml, [
      { type: 'order.created', data: { order: { id: 1, status: 'new', customer: { id: 1 } }, customer: { id: 1 } } },
    ]);

  test('are heard as in a back-test, though the history does not tell of them', async () => {
    const yaml = project(program, reward, news);
    const { shop } = await openClub(yaml);
    expect(inBacktest(yaml)).toEqual({ news: 1, reward: 1 });
    expect(await live(shop)).toEqual(inBacktest(yaml));
    const [credit] = shop.rows<{ id: string }>("SELECT id FROM outbox WHERE document ->> '$.type' = 'bonus'");
    // `crmctl explain` names the movement on both sides.
    expect(journalOf(shop).filter(({ causedBy }) => causedBy === credit!.id)).toMatchObject([
      { trigger: 'trigger/news', what: 'entered' },
      { trigger: 'trigger/reward', what: 'ignored', reason: 'own-change' },
      { trigger: 'trigger/news', what: 'completed' },
    ]);
  });

  test('say what the account holds then, whoever else gave and spent there', async () => {
    const told = trigger('news', '{event: loyalty.credited}', 'note: "{{ operation.amount }} of {{ account.amount }}"');
    const step = 'bonus: {credit: 10, program: club}}\n  - {id: tell, note: "now {{ steps.act.balance }}"';
    const { shop, credit, card } = await openClub(
      project(program, trigger('reward', '{event: order.created}', step), told),
    );
    await credit(100);
    await live(shop);
    expect((await notesIn(shop)).toSorted()).toEqual(['10 of 110', 'now 110']);
    expect(card()).toMatchObject({ loyaltyAccount: { amount: 110 } });
  });

  test('are heard once, whoever tells of them, too; those of others each time', async () => {
    const { shop, tell, seen } = await openClub(project(program, reward, news));
    await shop.runDone();
    const operation = await seen();
    await tell({ operation });
    await tell({ operation });
    expect(await live(shop)).toEqual({ news: 1, reward: 1 });
    await tell({ operation: { amount: 5 } });
    expect(await live(shop)).toEqual({ news: 3, reward: 2 });
  });

  test('are written down once', async () => {
    const { shop, tell, operations, seen } = await openClub(project(program, reward, news));
    await shop.runDone();
    const operation = await seen();
    await tell({ operation });
    await tell({ operation: { amount: 5 } });
    await live(shop);
    const [memo] = shop.rows<{ value: string }>("SELECT value FROM memos WHERE name LIKE 'bonus:club/%'");
    expect(readLedger(memo!.value).lots.map(({ amount }) => amount)).toEqual([10, 5, 10]);
    expect((await operations()).map(({ amount }) => amount)).toEqual([10, 10]);
  });

  test('are heard once when the answer never came, and somebody else tells of them first', async () => {
    const { shop, tell, operations, seen } = await openClub(project(program, reward, news));
    const proxy = await openFaultyProxy(shop.url);
    const crm = createCrmClient({ url: proxy.url, key: shop.key });
    proxy.fail(/^POST loyalty\/account\/1\/bonus\/credit$/, 'cutAfter');
    await shop.runDone({ crm });
    await crm.close();
    const operation = await seen();
    await tell({ operation });
    expect(await live(shop)).toEqual({ news: 1, reward: 1 });
    expect(await operations()).toHaveLength(1);
  });

  test('leave to whoever sees the account what else there is to tell of it', async () => {
    const { shop, tell, seen, card } = await openClub(project(program, reward, news));
    await live(shop);
    expect(card()).toMatchObject({ loyaltyAccount: { amount: 10 } });
    const operation = await seen();
    await tell({ operation, account: { id: 1, amount: 110 } });
    expect(await live(shop)).toEqual({ news: 1, reward: 1 });
    expect(card()).toMatchObject({ loyaltyAccount: { id: 1, amount: 110 } });
  });

  describe('that somebody told of while nobody knew whether they were done', () => {
    /** The CRM did not take them; somebody tells of them all the same. */
    async function heardWhileOpen() {
      const club = await openClub(project(program, reward, news));
      const { shop, tell } = club;
      const proxy = await openFaultyProxy(shop.url);
      const crm = createCrmClient({ url: proxy.url, key: shop.key, retry: { within: 0, withinUnseen: 0 } });
      onTestFinished(() => crm.close());
      proxy.fail(/^POST loyalty\/account\/1\/bonus\/credit$/, 'busy', 'busy');
      await shop.runDone({ crm });
      const [effect] = shop.rows<{ id: string }>("SELECT id FROM outbox WHERE state = 'retry'");
      const operation = { amount: 10, comment: `crmctl:${effect!.id}/1` };
      await tell({ operation, account: { id: 1, amount: 110 } });
      await shop.runDone({ crm });
      expect(tally(journalOf(shop))).toEqual({ reward: 1 });
      expect(club.card()).toMatchObject({ loyaltyAccount: { amount: 110 } });
      return { ...club, operation, id: effect!.id };
    }

    test('are heard once when it is given up, with their cause and the account of then', async () => {
      const { shop, tell, operation, id, card } = await heardWhileOpen();
      await tell({ operation, account: { id: 1, amount: 120 } });
      shop.pass('2d');
      expect(await live(shop)).toEqual({ news: 1, reward: 1 });
      expect(outboxOf(shop)).toEqual({ dead: 1, done: 1 });
      expect(journalOf(shop).filter(({ causedBy }) => causedBy === id)).toMatchObject([
        { trigger: 'trigger/news', what: 'entered' },
        { trigger: 'trigger/reward', what: 'ignored', reason: 'own-change' },
        { trigger: 'trigger/news', what: 'completed' },
      ]);
      expect(card()).toMatchObject({ loyaltyAccount: { amount: 120 } });
      await tell({ operation });
      await settle(shop, id, 'done');
      expect(await live(shop)).toEqual({ news: 1, reward: 1 });
    });

    test('are heard once when it is done after all', async () => {
      const { shop } = await heardWhileOpen();
      shop.pass('1h');
      expect(await live(shop)).toEqual({ news: 1, reward: 1 });
      expect(await notesIn(shop)).toEqual(['10']);
    });
  });

  describe('of which an operator says how it ended', () => {
    /** The CRM was away for too long. */
    async function givenUp(of = program, heard = news) {
      const club = await openClub(project(of, reward, heard));
      const { shop } = club;
      const proxy = await openFaultyProxy(shop.url);
      const crm = createCrmClient({ url: proxy.url, key: shop.key, retry: { within: 0, withinUnseen: 0 } });
      onTestFinished(() => crm.close());
      proxy.fail(/^POST loyalty/, 'busy');
      await shop.runDone({ crm });
      shop.pass('2d');
      await shop.runDone();
      const [effect] = shop.rows<{ id: string }>("SELECT id FROM outbox WHERE state = 'dead'");
      expect(tally(journalOf(shop))).toEqual({ reward: 1 });
      return { ...club, id: effect!.id };
    }

    test('are heard once when they were moved, with their cause', async () => {
      const { shop, id, tell } = await givenUp();
      await settle(shop, id, 'done');
      expect(await live(shop)).toEqual({ news: 1, reward: 1 });
      await settle(shop, id, 'done');
      await tell({ operation: { amount: 10, comment: `crmctl:${id}/1` } });
      expect(await live(shop)).toEqual({ news: 1, reward: 1 });
      expect(journalOf(shop).filter(({ causedBy }) => causedBy === id)).toContainEqual(
        expect.objectContaining({ trigger: 'trigger/reward', what: 'ignored', reason: 'own-change' }),
      );
    });

    test('are not heard of when they were not', async () => {
      const { shop, id } = await givenUp();
      await settle(shop, id, 'drop');
      expect(await live(shop)).toEqual({ reward: 1 });
    });

    test('leave it open what the account holds: a text that says it does not go out', async () => {
      const told = trigger('news', '{event: loyalty.credited}', 'note: "{{ account.amount }}"');
      const { shop, id } = await givenUp(program, told);
      await settle(shop, id, 'done');
      await live(shop);
      expect(await notesIn(shop)).toEqual([]);
      expect(shop.rows("SELECT error FROM outbox WHERE state = 'skipped'")).toEqual([{ error: 'missing-value' }]);
    });
  });

  test('that start each other end at the depth at which a back-test ends', async () => {
    const yaml = project(
      program,
      trigger('reward', '{event: order.created}', 'bonus: {credit: 10, program: club}'),
      trigger('spend', '{event: loyalty.credited}', 'bonus: {charge: 10, program: club}', 'parallel'),
      trigger('again', '{event: loyalty.charged}', 'bonus: {credit: 10, program: club}', 'parallel'),
    );
    const { shop } = await openClub(yaml);
    const expected = inBacktest(yaml);
    expect(expected).toEqual({ again: 1, reward: 1, spend: 2 });
    expect(await live(shop)).toEqual(expected);
    expect(journalOf(shop).filter(({ reason }) => reason === 'loop-depth')).not.toEqual([]);
  });

  test.each(['self', 'false'])('start what its form asks for: own: %s', async (own) => {
    const yaml = project(
      program,
      trigger(
        'reward',
        `[{event: order.created}, {event: loyalty.credited, own: ${own}}]`,
        'bonus: {credit: 10, program: club}',
        'parallel',
      ),
      trigger('news', `{event: loyalty.credited, own: ${own}}`, 'note: "{{ operation.amount }}"', 'parallel'),
    );
    const { shop } = await openClub(yaml);
    const expected = inBacktest(yaml);
    expect(expected).toEqual(own === 'self' ? { news: 3, reward: 4 } : { reward: 1 });
    expect(await live(shop)).toEqual(expected);
  });

  test('bring a customer into a segment that counts them', async () => {
    const yaml = project(
      program,
      'kind: Segment\ncode: rich\nname: Rich\nwhere: bonus("club").active >= 10\n',
      trigger('reward', '{event: order.created}', 'bonus: {credit: 10, program: club}'),
      trigger('greet', '{entered: rich}', 'note: "Rich"'),
    );
    const { shop } = await openClub(yaml);
    const expected = inBacktest(yaml);
    expect(expected).toEqual({ greet: 1, reward: 1 });
    expect(await live(shop)).toEqual(expected);
  });

  test('are not heard of where there is no account to move them on', async () => {
    const { shop } = await openClub(project(program, reward, news), false);
    expect(await live(shop)).toEqual({ reward: 1 });
    const done = await shop.automation.outbox({});
    expect(done.map(({ state, reason }) => [state, reason])).toEqual([['done', 'no-loyalty-account']]);
  });

  test('in a ledger of our own are heard as in a back-test, too', async () => {
    const yaml = project(program.replace('crm', 'own'), reward, news);
    const { shop } = await openClub(yaml, false);
    expect(await live(shop)).toEqual(inBacktest(yaml));
    expect(inBacktest(yaml)).toEqual({ news: 1, reward: 1 });
  });
});
