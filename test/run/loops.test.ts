import { describe, expect, test } from 'vitest';
import { onBothHosts, type Act, type Decided } from './bothHosts.js';

const rounds = `kind: CustomField
code: rounds
of: order
name: Rounds
type: integer
---
`;
const policy = (loop: string): string => `kind: Policy\ncode: default\nname: Policy\nloop: {${loop}}\n---\n`;
const count =
  'set: {order.customFields.rounds: "=order.customFields.rounds == null ? 1 : order.customFields.rounds + 1"}';
const trigger = (code: string, on: string, step: string, more = ''): string =>
  `kind: Trigger\ncode: ${code}\nname: ${code}\non: ${on}\n${more}do:\n  - id: act\n    ${step}\n`;
const created: Act = { at: 0, act: async (shop) => shop.order({ customer: { id: await shop.customer() } }) };

async function decided(yaml: string, acts: readonly Act[], minutes = 180): Promise<Decided> {
  const { live, backtest } = await onBothHosts(yaml, acts, minutes);
  expect(backtest).toEqual(live);
  return live;
}

/** What became of the occasions of a trigger, without those that ended as they should. */
const fateOf = ({ journal }: Decided, code: string): readonly string[] =>
  journal
    .map((line) => line.split(' by ')[0]!.split(' '))
    .filter(([, of, what]) => of === code && what !== 'completed')
    .map(([at, , ...what]) => `${at} ${what.join(' ')}`);

describe('live and in a back-test', { timeout: 120_000 }, () => {
  test.each([
    ['default', '', 3],
    ['deeper', policy('maxDepth: 5'), 5],
    ['none', policy('maxDepth: 1'), 1],
  ])('triggers that start each other end at the depth that the Policy lets: %s', async (_, rules, depth) => {
    const other = trigger('other', '{event: custom.ping}', 'emit: {event: custom.pong}');
    const one = trigger('one', '[{event: order.created}, {event: custom.pong}]', 'emit: {event: custom.ping}');
    const live = await decided(`${rules}${one}---\n${other}`, [created]);
    const all = [...fateOf(live, 'one'), ...fateOf(live, 'other')];
    expect(all.filter((line) => line.endsWith('entered'))).toHaveLength(depth + 1);
    expect(all.filter((line) => line.includes('loop-depth'))).toHaveLength(1);
  });

  test('a trigger that starts itself ends there, too, and begins anew with what somebody else does', async () => {
    const again = trigger('again', '[{event: order.created}, {changed: order.customFields.rounds, own: self}]', count);
    const live = await decided(rounds + again, [
      created,
      { at: 60, act: (shop) => shop.change(1, { customFields: { rounds: 50 } }) },
    ]);
    const entered = Array.from({ length: 4 }, () => 'entered');
    expect(fateOf(live, 'again')).toEqual([
      ...[...entered, 'ignored: loop-depth'].map((fate) => `0 ${fate}`),
      ...[...entered, 'ignored: loop-depth'].map((fate) => `60 ${fate}`),
    ]);
  });

  test('the fuse keeps out more entries of one key than an hour may have, and lets in again as the hour rolls', async () => {
    const remarked = trigger('remarked', '{changed: order.managerComment}', 'task: {text: Look}', 'mode: parallel\n');
    const minutes = [1, 10, 20, 30, 62, 63, 75];
    const live = await decided(policy('perHour: 2') + remarked, [
      created,
      ...minutes.map((at): Act => ({ at, act: (shop) => shop.change(1, { managerComment: `${at}` }) })),
    ]);
    expect(fateOf(live, 'remarked')).toEqual([
      '1 entered',
      '10 entered',
      '20 ignored: loop-rate',
      '30 ignored: loop-rate',
      '62 entered',
      '63 ignored: loop-rate',
      '75 entered',
    ]);
  });
});
