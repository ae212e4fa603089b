import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projectOf } from '../simulate/support/project.js';
import { onBothHosts, type Act, type Decided } from './bothHosts.js';
import type { Row } from './liveShop.js';

/** One customer; orders are numbered as they came. */
const created = (at = 1): Act => ({
  at,
  act: async (shop) => {
    const [first] = shop.rows<{ id: string }>("SELECT id FROM entities WHERE kind = 'customer'");
    const id = first === undefined ? await shop.customer() : Number(first.id);
    await shop.order({ number: `A-${at}`, customer: { id } });
  },
});
const changed = (at: number, fields: Row, order = 1): Act => ({ at, act: (shop) => shop.change(order, fields) });
const tagged = (at: number, name: string): Act => ({
  at,
  act: (shop) =>
    shop.people.call({
      method: 'POST',
      path: 'customers/1/edit',
      body: { by: 'id', customer: { addTags: [name] } },
    }),
});

const trigger = (code: string, on: string, steps: readonly string[], more = ''): string =>
  `kind: Trigger\ncode: ${code}\nname: ${code}\non: ${on}\n${more === '' ? '' : `${more}\n`}do:\n${steps
    .map((step, index) => `  - id: s${index}\n    ${step}\n`)
    .join('')}`;

const around = `kind: CustomField
code: rounds
of: order
name: Rounds
type: integer
---
kind: CustomField
code: level
of: customer
name: Level
type: string
---
kind: Program
code: club
name: Club
ledger: own
`;
const count =
  'set: {order.customFields.rounds: "=order.customFields.rounds == null ? 1 : order.customFields.rounds + 1"}';

const projectWith = (triggers: readonly string[]): string => [around, ...triggers].join('---\n');

async function expectSame(acts: readonly Act[], ...triggers: readonly string[]): Promise<Decided> {
  const { live, backtest } = await onBothHosts(projectWith(triggers), acts, 180);
  expect(backtest).toEqual(live);
  return live;
}

/** Effects and how they ended, by name. */
const did = ({ effects }: Decided): readonly string[] => Object.values(effects).toSorted();

/** What became of the runs of a trigger, in order. */
const fateOf = ({ journal }: Decided, code: string): readonly string[] =>
  journal
    .map((line) => line.split(' by ')[0]!.split(' ').slice(1))
    .filter(([of]) => of === code)
    .map((words) => words.slice(1).join(' '));

describe('within one moment a back-test decides as the runner does', () => {
  test('a run whose last step is what would end it has come to its end', async () => {
    const live = await expectSame(
      [created()],
      trigger('first', '{event: order.created}', ['set: {order.status: client-confirmed}']),
      trigger(
        'second',
        '{changed: order.status, to: client-confirmed}',
        ['set: {order.status: assembling}'],
        'exit: order.status != "client-confirmed"',
      ),
      trigger('third', '{changed: order.status, to: assembling}', ['task: {text: Pack}']),
    );
    expect(fateOf(live, 'second')).toEqual(['entered', 'completed']);
  });

  test('one with more to do ends there, by the condition as by the event', async () => {
    const live = await expectSame(
      [created()],
      trigger(
        'condition',
        '{event: order.created}',
        ['set: {order.status: assembling}', 'note: never'],
        'exit: order.status == "assembling"',
      ),
      trigger(
        'event',
        '{event: order.created}',
        ['set: {order.managerComment: seen}', 'note: withdrawn'],
        'exit: {event: order.changed}',
      ),
    );
    expect(fateOf(live, 'condition')).toEqual(['entered', 'exited: order.status == "assembling"']);
    expect(fateOf(live, 'event')).toEqual(['entered', 'exited: order.changed']);
    expect(did(live)).toEqual(['condition/s0 set done', 'event/s0 set done', 'event/s1 note withdrawn "withdrawn"']);
  });

  test('a step that waits hears what the step before it did', async () => {
    const live = await expectSame(
      [created()],
      trigger('field', '{event: order.created}', [
        'set: {order.status: assembling}',
        'waitFor: {event: order.changed, timeout: 1h}',
        'note: Heard\n    if: steps.s1.ok',
      ]),
      trigger('event', '{event: order.created}', [
        'emit: {event: custom.asked}',
        'waitFor: {event: custom.asked, timeout: 1h}',
        'note: Heard\n    if: steps.s1.ok',
      ]),
    );
    expect(did(live).filter((line) => line.includes('note'))).toHaveLength(2);
    expect(live.journal.every((line) => line.startsWith('1 '))).toBe(true);
  });

  test('a later round finds what came in the one before', async () => {
    const wait = 'waitFor: {event: order.changed, where: event.order.id == order.id, since: entry, timeout: 1h}';
    const live = await expectSame(
      [created(1), created(2), changed(5, { managerComment: 'second' }, 2), changed(9, { managerComment: 'first' })],
      trigger(
        'each',
        '{event: order.created, where: order.number == "A-2"}',
        [
          `each: =customer.orders\n    do: [{id: first, ${wait}}, {id: say, note: "{{ order.managerComment }}"}]`,
          `repeat: {max: 3, do: [{id: pause, wait: 10m}, {id: second, ${wait}}, {id: tell, note: "{{ steps.second.ok }}"}]}`,
        ],
        'key: customer.id',
      ),
    );
    expect(did(live)).toEqual([
      'each/s0#1/say note done "first"',
      'each/s0#2/say note done "second"',
      'each/s1#1/tell note done "1"',
      'each/s1#2/tell note done ""',
      'each/s1#3/tell note done ""',
    ]);
    // Two time-outs of an hour: nothing else was waited for.
    expect(live.journal.at(-1)).toMatch(/^159 each completed /);
  });

  test.each([
    ['a field', count, '{changed: order.customFields.rounds, own: self}'],
    ['an event', 'emit: {event: custom.again}', '{event: custom.again, own: self}'],
    ['bonuses', 'bonus: {credit: 1, program: club}', '{event: loyalty.credited, own: self}'],
    ['a tag', 'tag: {add: =order.status}', '{changed: customer.tags, own: self}'],
  ])('mode: single leaves a trigger free to start itself by its last step: %s', async (_, step, on) => {
    const live = await expectSame([created()], trigger('again', `[{event: order.created}, ${on}]`, [step]));
    expect(fateOf(live, 'again').filter((line) => line === 'entered').length).toBeGreaterThan(_ === 'a tag' ? 0 : 3);
    expect(fateOf(live, 'again')).not.toContain('ignored: already-running');
  });

  test('mode: restart ends what still has something to do', async () => {
    const live = await expectSame(
      [created()],
      trigger(
        'again',
        '[{event: order.created}, {event: custom.again, own: self}]',
        ['emit: {event: custom.again}', 'wait: 10m', 'note: Once'],
        'mode: restart',
      ),
    );
    expect(fateOf(live, 'again').filter((line) => line === 'exited: restarted')).toHaveLength(3);
    expect(did(live).filter((line) => line.includes('note'))).toHaveLength(1);
  });

  test('what several runs did to an order in one second is told apart', async () => {
    const live = await expectSame(
      [created(), changed(5, { managerComment: 'go' })],
      trigger('status', '[{changed: order.managerComment}, {changed: order.customFields.rounds}]', [
        'set: {order.status: assembling}',
      ]),
      trigger('rounds', '[{changed: order.managerComment}, {changed: order.status}]', [count]),
    );
    // Each is started by what the other did, and not by its own change.
    expect(fateOf(live, 'status').filter((line) => line === 'entered')).toHaveLength(3);
    expect(fateOf(live, 'rounds').filter((line) => line === 'entered')).toHaveLength(2);
  });

  test('what a run set that another had set already changes nothing', async () => {
    const set = 'set: {order.status: assembling}';
    const live = await expectSame(
      [created()],
      trigger('one', '{event: order.created}', [set]),
      trigger('two', '{event: order.created}', [set]),
      trigger('heard', '{changed: order.status}', ['note: "{{ order.status.code }}"'], 'mode: parallel'),
    );
    expect(fateOf(live, 'heard')).toEqual(['entered', 'completed']);
  });
});

describe('a step reads', () => {
  test('what steps before it wrote: fields, tags, bonuses', async () => {
    const live = await expectSame(
      [created()],
      trigger('read', '{event: order.created}', [
        count,
        count,
        'set: {order.status: assembling, customer.customFields.level: gold}',
        'tag: {add: vip}',
        'bonus: {credit: 20, program: club}',
        'note: "{{ order.customFields.rounds }} {{ order.status.code }} {{ customer.customFields.level }}"',
        'note: vip\n    if: customer.tags.exists(t, t.name == "vip")',
        'note: rich\n    if: bonus("club").active == 20',
      ]),
    );
    expect(did(live).filter((line) => line.includes('note'))).toEqual([
      'read/s5 note done "2 assembling gold"',
      'read/s6 note done "vip"',
      'read/s7 note done "rich"',
    ]);
  });

  test('what the CRM makes of them once it has told of it: lines and sums', async () => {
    const live = await expectSame(
      [created()],
      trigger('read', '{event: order.created}', [
        'items: {add: [{offer: Bag, price: 5}]}',
        'note: "at once {{ order.items|length }}"',
        'wait: 1m',
        'note: "then {{ order.items|length }}"',
      ]),
    );
    expect(did(live).filter((line) => line.includes('note'))).toEqual([
      'read/s1 note done "at once 0"',
      'read/s3 note done "then 1"',
    ]);
  });
});

const own = fc.constantFrom('', ', own: self', ', own: "false"');
const heard = fc.tuple(
  fc.constantFrom(
    'event: order.created',
    'changed: order.status',
    'changed: order.status, to: [assembling, send-to-assembling]',
    'changed: order.customFields.rounds',
    'changed: order.managerComment',
    'changed: [order.status, customer.customFields.level]',
    'changed: customer.customFields.level',
    'changed: customer.tags',
    'event: custom.ping',
    'event: custom.pong, where: order.status != "complete"',
    'event: loyalty.credited',
    'event: loyalty.charged',
  ),
  own,
);
const anyChainStep = fc.constantFrom(
  'set: {order.status: assembling}',
  'set: {order.status: send-to-assembling}\n    if: order.status != "assembling"',
  'set: {order.status: complete}',
  'set: {order.managerComment: "{{ order.status.code }}"}',
  'set: {order.status: assembling, customer.customFields.level: gold}',
  'set: {customer.customFields.level: "{{ order.status.code }}"}',
  count,
  'tag: {add: vip}',
  'tag: {add: [one, two], remove: vip}',
  'emit: {event: custom.ping}',
  'emit: {event: custom.pong}\n    if: order.status == "assembling"',
  'bonus: {credit: 10, program: club}',
  'bonus: {charge: 10, program: club}\n    onError: continue',
  'note: "{{ order.status.code }} {{ order.managerComment|default(\'\') }}"',
  'note: "{{ customer.tags|length }}"',
  'wait: 5m',
  'waitFor: {event: order.changed, timeout: 7m}',
  'waitFor: {event: custom.ping, timeout: 7m}',
  'waitFor: {event: customer.changed, since: entry, timeout: 7m}',
  'repeat: {max: 2, do: [{id: anew, waitFor: {event: order.changed, since: entry, timeout: 6m}}, {id: say, note: "{{ order.status.code }}"}, {id: pause, wait: 3m}]}',
  'each: =customer.orders\n    do: [{id: got, waitFor: {event: order.changed, where: event.order.id == order.id, since: entry, timeout: 6m}}, {id: tell, note: "{{ order.number }} {{ steps.got.ok }}"}]',
  'stop: enough\n    if: order.status == "complete"',
);
const anyChains = fc.array(
  fc.record({
    on: fc.uniqueArray(heard, { minLength: 1, maxLength: 3, selector: ([form]) => form }),
    steps: fc.array(anyChainStep, { minLength: 1, maxLength: 4 }),
    mode: fc.constantFrom('single', 'restart', 'parallel'),
    priority: fc.integer({ min: 0, max: 3 }),
    more: fc.uniqueArray(
      fc.constantFrom(
        'exit: order.status == "complete"',
        'exit: {event: order.changed}',
        'exit: {event: custom.ping}',
        'exit: [{event: customer.changed}, order.status == "assembling"]',
        'key: customer.id',
        'once: {per: order}',
        'goal: {event: custom.pong, within: 1d}',
      ),
      { maxLength: 2, selector: (line) => line.slice(0, line.indexOf(':')) },
    ),
  }),
  { minLength: 2, maxLength: 4 },
);
const anyAct = fc.tuple(
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom<(at: number) => Act>(
    (at) => created(at),
    (at) => changed(at, { status: 'assembling' }),
    (at) => changed(at, { status: 'new', managerComment: `at ${at}` }),
    (at) => changed(at, { status: 'complete' }),
    (at) => tagged(at, 'vip'),
  ),
);
const anyActs = fc.array(anyAct, { minLength: 1, maxLength: 4 }).map((steps) => {
  let clock = 1;
  return [created(1), ...steps.map(([minutes, make]) => make((clock += minutes)))];
});

/** Whether the checks let them through: not every step can be done wherever a trigger starts. */
function isSound(triggers: readonly string[]): boolean {
  try {
    projectOf(projectWith(triggers));
    return true;
  } catch {
    return false;
  }
}

test('whatever triggers start each other by what they do, both hosts decide the same', async () => {
  let chained = 0;
  await fc.assert(
    fc.asyncProperty(anyChains, anyActs, async (chains, acts) => {
      const triggers = chains.map(({ on, steps, mode, priority, more }, index) =>
        trigger(
          `t${index}`,
          `[${on.map(([form, whose]) => `{${form}${whose}}`).join(', ')}]`,
          steps,
          [`mode: ${mode}`, `priority: ${priority}`, ...more].join('\n'),
        ),
      );
      fc.pre(isSound(triggers));
      const live = await expectSame(acts, ...triggers);
      const ids = new Set(Object.keys(live.effects));
      chained += live.journal.filter((line) => ids.has(/ by ([^ /]+)/.exec(line)?.[1] ?? '')).length;
    }),
    { numRuns: 30 },
  );
  expect(chained).toBeGreaterThan(20);
}, 570_000);
