import { expect, test } from 'vitest';
import { reserveBudget, settleBudget } from '../../../src/engine/messages/budget.js';
import { carryOver, compileProgram, startProgram, type Program } from '../../../src/engine/index.js';
import { suppressionOf } from '../../../src/engine/entry/controlGroup.js';
import { beginWork } from '../../../src/engine/work.js';
import { parseInstant } from '../../../src/model/instant.js';
import { createMemoryState } from '../../../src/simulate/memoryState.js';
import { projectOf } from '../../simulate/support/project.js';

const at = parseInstant('2026-03-02T09:00:00Z')!;

test('a channel that gets another code has spent what it has, and gets back what was set aside', () => {
  const state = createMemoryState();
  const work = (code: string) =>
    ({
      state,
      wall: at,
      program: {
        zone: 'UTC',
        channels: new Map([[code, { code, type: 'sms', active: true, price: 3, budget: { amount: 6, per: 'day' } }]]),
      },
    }) as unknown as Parameters<typeof reserveBudget>[0];
  const message = (id: string, channel: string) => ({ id, channel }) as Parameters<typeof reserveBudget>[1];
  expect(reserveBudget(work('sms'), message('a', 'sms'))).toBe(true);
  expect(reserveBudget(work('sms'), message('b', 'sms'))).toBe(true);
  carryOver(state, { prefix: 'channel', from: 'sms', to: 'texts' });
  expect(reserveBudget(work('texts'), message('c', 'texts'))).toBe(false);
  settleBudget(work('texts') as unknown as Parameters<typeof settleBudget>[0], 'a', false);
  expect(reserveBudget(work('texts'), message('d', 'texts'))).toBe(true);
  expect(state.memosUnder('spent:sms/')).toEqual([]);
});

test('the turn of a team goes on where it was', () => {
  const state = createMemoryState();
  state.setMemo('assign:sales', 'user/anna');
  state.setMemo('assign:sales-2', 'user/boris');
  carryOver(state, { prefix: 'team', from: 'sales', to: 'crew' });
  expect(state.memosUnder('assign:')).toEqual([
    ['assign:crew', 'user/anna'],
    ['assign:sales-2', 'user/boris'],
  ]);
});

test('a run of a schedule that was due is owed once, by the trigger under its new code', () => {
  const state = createMemoryState();
  const timer = { due: at, priority: 50, kind: 'schedule', generation: 3 } as const;
  state.setMemo('rule:schedule:nightly#0', 'UTC 0 3 * * *');
  state.arm({ ...timer, id: 'schedule:nightly#0', owner: 'nightly#0' });
  carryOver(state, { prefix: 'trigger', from: 'nightly', to: 'report' });
  expect(state.nextTimer()).toEqual({ ...timer, id: 'schedule:report#0', owner: 'report#0' });
  state.disarm('schedule:report#0');
  expect(state.nextTimer()).toBeUndefined();
  expect(state.memo('rule:schedule:report#0')).toBe('UTC 0 3 * * *');
});

test('triggers and programs whose codes begin alike keep what is theirs', () => {
  const state = createMemoryState();
  for (const mark of ['call|key|7', 'call/say|key|7', 'call-2|key|7']) state.use(mark, at);
  for (const memo of ['bonus:club/1', 'bonus:club-2/1', 'active:call', 'active:call-2']) state.setMemo(memo, memo);
  carryOver(state, { prefix: 'trigger', from: 'call', to: 'ring' });
  carryOver(state, { prefix: 'program', from: 'club', to: 'circle' });
  expect(state.usedUnder('').map(([mark]) => mark)).toEqual(['call-2|key|7', 'ring/say|key|7', 'ring|key|7']);
  expect(state.memosUnder('').map(([name]) => name)).toEqual([
    'active:call-2',
    'active:ring',
    'bonus:circle/1',
    'bonus:club-2/1',
    'drawn:ring',
  ]);
});

test('a back-test holds out those whom the shop holds out, though it knows the former code only from the document', () => {
  const greets = (head: string): Program => {
    const { project, sites, words } = projectOf(
      `kind: Trigger\n${head}\nname: Greeting\nholdout: 50%\non: {event: order.created}\ndo: [{id: say, note: hello}]\n`,
    );
    return compileProgram(project, sites, words);
  };
  const heldOut = (program: Program, code: string): readonly string[] => {
    const state = createMemoryState();
    startProgram(program, state, at);
    const work = beginWork(program, state, at, at, false);
    const customers = Array.from({ length: 40 }, (_, id) => String(id));
    return customers.filter((id) => suppressionOf(work, program.triggers.get(code)!, id) === 'holdout');
  };
  const before = heldOut(greets('code: welcome'), 'welcome');
  expect(before.length).toBeGreaterThan(0);
  expect(heldOut(greets('code: hello\nrenamedFrom: welcome'), 'hello')).toEqual(before);
  expect(heldOut(greets('code: hello'), 'hello')).not.toEqual(before);
});
