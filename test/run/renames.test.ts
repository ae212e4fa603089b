import { describe, expect, test } from 'vitest';
import { stableShare } from '../../src/model/stableShare.js';
import { openLiveShop, type LiveShop } from './liveShop.js';

const greets = (code: string, more: string, step = 'note: "hello"'): string => `kind: Trigger
code: ${code}
name: Greeting
on: {event: order.created}
${more}do:
  - {id: say, ${step}}
`;

async function ordered(shop: LiveShop, customer: number): Promise<void> {
  await shop.order({ customer: { id: customer } });
  await shop.runDone();
}

describe('a trigger that gets another code', () => {
  const once = 'once: {per: customer}\n';

  test('greets nobody twice, nor one that is renamed twice', async () => {
    const shop = await openLiveShop(greets('welcome', once));
    const customer = await shop.customer();
    await ordered(shop, customer);
    await shop.apply(greets('greeting', `renamedFrom: welcome\n${once}`));
    await ordered(shop, customer);
    await shop.apply(greets('hello', `renamedFrom: greeting\n${once}`));
    await ordered(shop, customer);
    expect(await shop.notes()).toHaveLength(1);
  });

  test('also when no pass saw the release between', async () => {
    const shop = await openLiveShop(greets('welcome', once));
    const customer = await shop.customer();
    await ordered(shop, customer);
    await shop.apply(greets('greeting', `renamedFrom: welcome\n${once}`));
    await shop.apply(greets('hello', `renamedFrom: greeting\n${once}`));
    await ordered(shop, customer);
    expect(await shop.notes()).toHaveLength(1);
  });

  test('is another one, should a trigger of the old code come again', async () => {
    const shop = await openLiveShop(greets('welcome', once));
    const customer = await shop.customer();
    await ordered(shop, customer);
    await shop.apply(greets('greeting', `renamedFrom: welcome\n${once}`));
    await shop.apply(`${greets('greeting', `renamedFrom: welcome\n${once}`)}---\n${greets('welcome', once)}`);
    await ordered(shop, customer);
    expect(await shop.notes()).toHaveLength(2);
  });

  test('still holds out whom it held out', async () => {
    const drawn = (code: string, id: number): boolean => stableShare('holdout', code, String(id)) < 0.5;
    const shop = await openLiveShop(
      greets('welcome', 'holdout: 50%\n', 'bonus: {credit: 1, program: club}') + club('club'),
    );
    const ids: number[] = [];
    while (
      !['welcome', 'hello'].every((code) =>
        ids.some((id) => drawn(code, id) && !drawn(code === 'hello' ? 'welcome' : 'hello', id)),
      )
    )
      ids.push(await shop.customer({ externalId: `c${ids.length}` }));
    await shop.runDone();
    await shop.apply(
      greets('hello', 'renamedFrom: welcome\nholdout: 50%\n', 'bonus: {credit: 1, program: club}') + club('club'),
    );
    for (const id of ids) await shop.order({ customer: { id } });
    await shop.runDone();
    const held = shop
      .rows<{ customer: string }>(
        "SELECT document ->> '$.customer' AS customer FROM outbox WHERE document ->> '$.reason' = 'holdout'",
      )
      .map(({ customer }) => Number(customer));
    expect(held.sort()).toEqual(ids.filter((id) => drawn('welcome', id)).sort());
  });

  test('sees the runs of the old code, and lets them finish', async () => {
    const waits = (code: string, more = '', text = 'old'): string =>
      greets(
        code,
        `${more}key: customer.id\n`,
        `wait: 2h}\n  - {id: tell, once: {per: customer}, task: {text: ${text}}`,
      );
    const shop = await openLiveShop(waits('welcome'));
    const customer = await shop.customer();
    await ordered(shop, customer);
    await shop.apply(waits('greeting', 'renamedFrom: welcome\n', 'new'));
    await ordered(shop, customer);
    expect(await shop.automation.waiting()).toMatchObject([{ trigger: 'greeting', step: 'say', count: 1 }]);
    shop.pass('3h');
    await shop.runDone();
    await ordered(shop, customer);
    shop.pass('3h');
    await shop.runDone();
    expect((await shop.tasks()).map(({ text }) => text)).toEqual(['old']);
  });
});

function club(code: string, more = ''): string {
  return `---\nkind: Program\ncode: ${code}\nname: Club\n${more}ledger: own\n`;
}

test('a program that gets another code keeps the bonuses, for the runs that name the old one, too', async () => {
  const give = (program: string): string =>
    greets(
      'give',
      '',
      `bonus: {credit: 10, program: ${program}}}\n  - {id: pause, wait: 2h}\n  - {id: more, bonus: {credit: 5, program: ${program}}`,
    );
  const shop = await openLiveShop(give('club') + club('club'));
  const customer = await shop.customer();
  await ordered(shop, customer);
  await shop.apply(give('circle') + club('circle', 'renamedFrom: club\n'));
  await shop.runDone();
  shop.pass('3h');
  await shop.runDone();
  const names = shop.rows<{ name: string; value: string }>("SELECT name, value FROM memos WHERE name LIKE 'bonus:%'");
  expect(names.map(({ name }) => name)).toEqual([`bonus:circle/${customer}`]);
  expect((JSON.parse(names[0]!.value) as { lots: { amount: number }[] }).lots.map(({ amount }) => amount)).toEqual([
    10, 5,
  ]);
});
