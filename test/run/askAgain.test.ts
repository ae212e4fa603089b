import { describe, expect, test } from 'vitest';
import { instant } from '../../src/model/instant.js';
import { begin, openLiveShop, outboxOf, type LiveShop } from './liveShop.js';
import { openPostOffice, thanksByMail, type PostOffice } from './postOffice.js';

const trigger = (more = '', rest = ''): string => `kind: Trigger
code: thanks
name: Thanks
class: marketing
on: {event: order.created}
key: order.id
${more}do:
  - {id: tell, send: {template: thanks}}
${rest}`;
const policy = (rules: string): string =>
  `---\nkind: Policy\ncode: default\nname: Policy\nclasses: {marketing: {${rules}}}\n`;
const night = policy('quiet: "21:00-10:00"');

/** When letters came, in Moscow: it passes at these hours after the beginning. */
async function lettersAt(shop: LiveShop, office: PostOffice, hours: readonly number[]): Promise<readonly string[]> {
  const came: string[] = [];
  for (const hour of hours) {
    shop.pass(`${begin / 1000 + hour * 3_600 - shop.now() / 1000}s`);
    const before = office.letters.length;
    await shop.runDone();
    const at = new Date(shop.now() + 3 * 3_600_000).toISOString().slice(8, 16);
    for (let letter = before; letter < office.letters.length; letter++) came.push(at);
  }
  return came;
}

/** Orders come at 22:00, an hour later the shop is another one; the letters of two days. */
async function lettersOf(
  before: string,
  after: string,
  { orders = 1, meanwhile }: { orders?: number; meanwhile?: (shop: LiveShop) => Promise<unknown> } = {},
): Promise<readonly string[]> {
  const office = await openPostOffice();
  const shop = await openLiveShop(thanksByMail(office.port) + before, instant(begin + 10 * 3_600_000));
  const id = await shop.customer();
  for (let count = 0; count < orders; count++) await shop.order({ number: `A-${count}`, customer: { id } });
  const early = await lettersAt(shop, office, [10, 10.5]);
  shop.pass('30m');
  await shop.apply(thanksByMail(office.port) + after);
  await meanwhile?.(shop);
  return [...early, ...(await lettersAt(shop, office, [11, 11.5, 21.5, 22, 24, 34, 46, 58]))];
}

describe('a message that was held back goes by the Policy of now', () => {
  test.each([
    ['as it was', night, ['03T10:00']],
    ['a shorter night', policy('quiet: "21:00-23:30"'), ['02T23:30']],
    ['a night that is over by now', policy('quiet: "21:00-22:30"'), ['02T23:00']],
    ['no night', policy(''), ['02T23:00']],
    ['no Policy', '', ['02T23:00']],
    ['a longer night', policy('quiet: "21:00-12:00"'), ['03T12:00']],
    ['a night in which nothing waits', policy('quiet: "21:00-10:00", onQuiet: skip'), []],
  ])('quiet hours: %s', async (_, rules, expected) => {
    expect(await lettersOf(trigger() + night, trigger() + rules)).toEqual(expected);
  });

  test.each([
    ['as they were', 'caps: [1/1d]', ['02T22:00', '03T22:00', '04T22:00']],
    ['more', 'caps: [2/1d]', ['02T22:00', '02T23:00', '03T22:00']],
    ['fewer', 'caps: [1/36h]', ['02T22:00', '04T10:00']],
    ['none', '', ['02T22:00', '02T23:00', '02T23:00']],
    ['skipping', 'caps: [1/1d], onCap: skip', ['02T22:00']],
  ])('caps: %s', async (_, rules, expected) => {
    expect(await lettersOf(trigger() + policy('caps: [1/1d]'), trigger() + policy(rules), { orders: 3 })).toEqual(
      expected,
    );
  });

  test('also of a run that is pinned to a trigger which has changed, and of one that is gone', async () => {
    const shorter = policy('quiet: "21:00-23:30"');
    expect(
      await lettersOf(trigger() + night, trigger('priority: 10\n', '  - {id: more, note: x}\n') + shorter),
    ).toEqual(['02T23:30']);
    const other = trigger().replace('code: thanks', 'code: other');
    expect(await lettersOf(trigger() + night, other + shorter)).toEqual(['02T23:30']);
  });

  test('and by the list and the channels of now, when its moment comes', async () => {
    const suppress = (shop: LiveShop) =>
      shop.automation.sendEvents([
        {
          id: 'no-more',
          source: 'office',
          type: 'suppression.added',
          time: new Date(shop.now()).toISOString(),
          data: { suppression: { address: 'anna@example.com' } },
        },
      ]);
    expect(await lettersOf(trigger() + night, trigger() + night, { meanwhile: suppress })).toEqual([]);
  });
});

test('a letter that slipped into the night while it was tried goes when that is over now', async () => {
  const office = await openPostOffice();
  office.receive({ code: 450, at: 'letter' }, 'accept');
  // 20:59:58 in Moscow
  const shop = await openLiveShop(
    thanksByMail(office.port) + trigger() + night,
    instant(begin + 8 * 3_600_000 + 59 * 60_000 + 58_000),
  );
  await shop.order({ customer: { id: await shop.customer() } });
  await shop.runDone();
  shop.pass('10s');
  await shop.runDone();
  expect(outboxOf(shop)).toEqual({ retry: 1 });
  await shop.apply(thanksByMail(office.port) + trigger() + policy('quiet: "21:00-21:30"'));
  await shop.runDone();
  expect(outboxOf(shop)).toEqual({ retry: 1 });
  shop.pass('30m');
  await shop.runDone();
  expect(office.letters).toHaveLength(1);
});

test('letters that are over the rate of their channel go by its rate of now', async () => {
  const office = await openPostOffice();
  const paced = (rate: string): string =>
    thanksByMail(office.port).replace('type: email\n', `type: email\nrate: ${rate}\n`);
  const shop = await openLiveShop(paced('1/h') + trigger());
  const id = await shop.customer();
  for (let count = 0; count < 3; count++) await shop.order({ number: `A-${count}`, customer: { id } });
  await shop.runDone();
  expect(office.letters).toHaveLength(1);
  await shop.apply(paced('60/m') + trigger());
  shop.pass('10s');
  await shop.runDone();
  expect(office.letters).toHaveLength(3);
});
