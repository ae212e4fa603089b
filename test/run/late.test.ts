import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/engine/index.js';
import { instant, parseInstant } from '../../src/model/instant.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { explanationOf } from '../../src/render/operations/explanation.js';
import { projectOf } from '../simulate/support/project.js';
import { openLiveShop, outboxOf, type LiveShop } from './liveShop.js';
import { openPostOffice, thanksByMail } from './postOffice.js';

const day = 86_400_000;
/** A look of a back-test with `--poll 2d`: midnight of UTC, three in the morning in Moscow. */
const first = parseInstant('2026-03-02T00:00:00Z')!;

const shopWith = (port: number, message: string, policy: string): string => `${thanksByMail(port)}kind: Policy
code: default
name: Policy
${policy}
---
kind: Trigger
code: thanks
name: Thanks
class: ${message}
on: {event: order.created}
do:
  - {id: tell, send: {template: thanks}}
`;

/** What stands of the message after each look, two days apart; the order came an hour after the first one. */
type Looks = readonly string[];

async function live(message: string, policy: string, looks: number): Promise<Looks> {
  const office = await openPostOffice();
  const shop = await openLiveShop(shopWith(office.port, message, policy), first);
  await shop.runDone();
  shop.pass('1h');
  await shop.order({ number: 'A-1', customer: { id: await shop.customer() } });
  shop.pass('47h');
  const seen: string[] = [];
  for (let look = 0; look < looks; look++) {
    await shop.runDone();
    seen.push(standing(shop));
    shop.pass('2d');
  }
  expect(office.letters).toHaveLength(seen.includes('done') ? 1 : 0);
  return seen;
}

function standing(shop: LiveShop): string {
  const [row] = shop.rows<{ state: string; error: string | null }>('SELECT state, error FROM outbox');
  return [row?.state, row?.error].filter((word) => word != null).join(' ');
}

function backtested(message: string, policy: string, looks: number): Looks {
  const { project, sites, words } = projectOf(shopWith(25, message, policy));
  let last = '';
  const simulation = startSimulation(
    compileProgram(project, sites, words),
    createMemoryState(),
    words,
    first,
    ({ effects }) => {
      for (const { outcome, reason } of effects) last = [outcome, reason].filter((word) => word != null).join(' ');
    },
    2 * day,
  );
  const customer = { id: 7, email: 'anna@example.com' };
  const data = { order: { id: 1, number: 'A-1', status: 'new', customer: { id: 7 } }, customer };
  simulation.take({ id: 'e', source: 'test', type: 'order.created', at: instant(first + 3_600_000), data });
  return Array.from({ length: looks }, (_, look) => {
    simulation.runUntil(instant(first + (look + 1) * 2 * day));
    return last;
  });
}

describe('a message that was due while nobody ran for two days', () => {
  test.each([
    ['of marketing goes at once where nothing is spread', 'marketing', 'late: {spread: 0s}', ['done', 'done']],
    ['of marketing waits for its own moment, and goes at the next look', 'marketing', '', ['deferred spread', 'done']],
    ['of marketing goes whatever late.max says', 'marketing', 'late: {spread: 0s, max: 1h}', ['done', 'done']],
    ['of service is put aside', 'service', '', ['skipped late', 'skipped late']],
    ['of service goes as late as the Policy lets it', 'service', 'late: {max: 2d}', ['done', 'done']],
  ])('%s, live and in a back-test', async (_, message, policy, looks) => {
    const rules = policy === '' ? 'catchUp: {maxMessages: 100}' : policy;
    expect(backtested(message, rules, 2)).toEqual(looks);
    expect(await live(message, rules, 2)).toEqual(looks);
  });

  test('goes in the next allowed window', async () => {
    const office = await openPostOffice();
    const policy = 'late: {spread: 0s}\nclasses: {marketing: {quiet: "21:00-10:00"}}';
    const shop = await openLiveShop(shopWith(office.port, 'marketing', policy), first);
    await shop.runDone();
    await shop.order({ customer: { id: await shop.customer() } });
    shop.pass('2d');
    for (let hour = 3; hour < 10; hour++) {
      await shop.runDone();
      expect(standing(shop)).toBe('deferred quiet');
      shop.pass('1h');
    }
    await shop.runDone();
    expect(standing(shop)).toBe('done');
    expect(office.letters).toHaveLength(1);
  });
});

describe('a backlog that the brake held back for days', () => {
  async function approved(message: string) {
    const office = await openPostOffice();
    const shop = await openLiveShop(shopWith(office.port, message, 'catchUp: {maxMessages: 3}'), first);
    await shop.runDone();
    for (let count = 0; count < 6; count++) {
      const customer = await shop.customer({ email: `${count}@example.com` });
      await shop.order({ number: `A-${count}`, customer: { id: customer } });
    }
    shop.pass('3h');
    expect(await shop.run()).toMatchObject({ ended: 'braked' });
    // By then some of what is spread has its moment.
    shop.pass('30m');
    expect(await shop.run()).toMatchObject({ ended: 'braked' });
    shop.pass('2d');
    await shop.runDone({ approved: true });
    return { office, shop };
  }

  test('goes once somebody approves it, as far as it is marketing', async () => {
    const { office, shop } = await approved('marketing');
    expect(outboxOf(shop)).toEqual({ done: 6 });
    expect(office.letters).toHaveLength(6);
  });

  test('is approved once, however long the rate of its channel makes it last', async () => {
    const office = await openPostOffice();
    const policy = 'catchUp: {maxMessages: 1}\nlate: {max: 1h}';
    const yaml = shopWith(office.port, 'marketing', policy).replace('from: shop', 'rate: 1/h\nfrom: shop');
    const shop = await openLiveShop(yaml);
    for (const name of ['a', 'b', 'c', 'd'])
      await shop.order({ customer: { id: await shop.customer({ email: `${name}@example.com` }) } });
    expect(await shop.run()).toMatchObject({ ended: 'braked', messages: 4 });
    await shop.runDone({ approved: true });
    for (let hours = 0; hours < 3; hours++) {
      shop.pass('1h');
      await shop.runDone();
    }
    expect(office.letters).toHaveLength(4);
  });

  test('is a dead letter, as far as it is service', async () => {
    const { office, shop } = await approved('service');
    expect(outboxOf(shop)).toEqual({ dead: 6 });
    expect(office.letters).toEqual([]);
  });
});

describe('a message that was let go and does not get out for longer than late.max', () => {
  /** What became of the letter about an order, as `run` and `explain` tell it. */
  async function told(shop: LiveShop, order: string) {
    const { attention } = await shop.runDone();
    const { automation } = shop;
    const about = { order };
    const { runs } = explanationOf({
      environment: 'local',
      subject: `order/${order}`,
      journal: await automation.journal(about),
      outbox: await automation.outbox(about),
      pending: await automation.pending(about),
      triggers: [],
    });
    return {
      run: attention.map(({ state, error }) => `${state} ${error}`),
      explain: runs.flatMap(({ lines }) => lines.map(({ what, reason }) => `${what} ${reason ?? ''}`.trim())),
    };
  }
  const late = 'late: {max: 2h}';

  test('because of the rate of its channel: is not late, and goes when its turn comes', async () => {
    const office = await openPostOffice();
    const yaml = shopWith(office.port, 'marketing', late).replace('from: shop', 'rate: 1/h\nfrom: shop');
    const shop = await openLiveShop(yaml);
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names)
      await shop.order({ customer: { id: await shop.customer({ email: `${name}@example.com` }) } });
    for (let hours = 0; hours < 3; hours++) {
      await shop.runDone();
      shop.pass('1h');
    }
    expect(await shop.automation.outbox({}, ['reserved'])).toMatchObject([
      { order: '4', reason: 'rate' },
      { order: '5', reason: 'rate' },
    ]);
    for (let hours = 0; hours < 2; hours++) {
      await shop.runDone();
      shop.pass('1h');
    }
    expect(office.letters.map(({ to }) => to)).toEqual(names.map((name) => `${name}@example.com`));
  });

  test('because nobody was there when its turn came: is dead, and says so', async () => {
    const office = await openPostOffice();
    const yaml = shopWith(office.port, 'marketing', late).replace('from: shop', 'rate: 1/h\nfrom: shop');
    const shop = await openLiveShop(yaml);
    for (const name of ['a', 'b'])
      await shop.order({ customer: { id: await shop.customer({ email: `${name}@example.com` }) } });
    await shop.runDone();
    shop.pass('4h');
    expect(await told(shop, '2')).toEqual({
      run: ['dead late: rate'],
      explain: ['entered', 'send thanks by email dead late: rate', 'failed late: rate'],
    });
  });

  test('because the rate of its channel holds service back: is dead', async () => {
    const office = await openPostOffice();
    const yaml = shopWith(office.port, 'service', late).replace('from: shop', 'rate: 1/h\nfrom: shop');
    const shop = await openLiveShop(yaml);
    for (const name of ['a', 'b', 'c', 'd'])
      await shop.order({ customer: { id: await shop.customer({ email: `${name}@example.com` }) } });
    for (let hours = 0; hours < 4; hours++) {
      await shop.runDone();
      shop.pass('1h');
    }
    expect(outboxOf(shop)).toEqual({ done: 3, dead: 1 });
  });

  test('because the runner died before it tried: is dead, and says so', async () => {
    const office = await openPostOffice();
    const shop = await openLiveShop(shopWith(office.port, 'marketing', late));
    await shop.order({ customer: { id: await shop.customer() } });
    const dying = shop.run({
      progress(text) {
        if (text.startsWith('sending')) throw new Error('the process is dead');
      },
    });
    await expect(dying).rejects.toThrow('the process is dead');
    shop.pass('3h');
    expect(await told(shop, '1')).toEqual({
      run: ['dead late: not tried in time'],
      explain: ['entered', 'send thanks by email dead late: not tried in time', 'failed late: not tried in time'],
    });
    expect(office.letters).toEqual([]);
  });
});
