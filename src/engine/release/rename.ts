import type { Instance } from '../../model/instance.js';
import { turnNames } from '../../vocabulary/actions/assign.js';
import { ledgerName } from '../../vocabulary/ledger/bonusMemory.js';
import { carryActivation } from '../entry/activation.js';
import { carryDraw } from '../entry/controlGroup.js';
import { carryGoals } from '../instances/goals.js';
import { carrySpending } from '../messages/budget.js';
import { moveMemo, moveMemos } from '../moveMemos.js';
import type { EngineState } from '../state.js';

/** A resource that a release names otherwise than the one before. */
export interface Renaming {
  /** Of its address: `trigger`. */
  readonly prefix: string;
  readonly from: string;
  readonly to: string;
}

/** What is remembered under the old code is remembered under the new one. Call it before `startProgram`. */
export function carryOver(state: EngineState, { prefix, from, to }: Renaming): void {
  if (prefix === 'trigger') return carryTrigger(state, from, to);
  if (prefix === 'program') return moveMemos(state, ledgerName(from, ''), ledgerName(to, ''));
  if (prefix === 'channel') return carrySpending(state, from, to);
  if (prefix === 'team') turnNames(from).forEach((name, index) => moveMemo(state, name, turnNames(to)[index]!));
}

function carryTrigger(state: EngineState, from: string, to: string): void {
  for (const end of ['|', '/'])
    for (const [mark, at] of state.usedUnder(from + end)) {
      state.use(to + mark.slice(from.length), at);
      state.use(mark, undefined);
    }
  moveMemos(state, `fired:deadline:${from}#`, `fired:deadline:${to}#`);
  moveMemos(state, `rule:schedule:${from}#`, `rule:schedule:${to}#`);
  carryActivation(state, from, to);
  carryDraw(state, from, to);
  const renamed = (instance: Instance): Instance => ({ ...instance, trigger: to });
  for (const instance of state.waitingOf(from)) state.save(renamed(instance));
  carryGoals(state, (instance) => (instance.trigger === from ? renamed(instance) : instance));
  carrySchedules(state, from, to);
}

/** A run that was due is owed by the trigger under its new name. */
function carrySchedules(state: EngineState, from: string, to: string): void {
  for (const [rule] of state.memosUnder(`rule:schedule:${to}#`)) {
    const id = rule.slice('rule:'.length);
    const owner = id.slice('schedule:'.length);
    const timer = state.timer(`schedule:${from}${owner.slice(to.length)}`);
    if (timer === undefined) continue;
    state.disarm(timer.id);
    state.arm({ ...timer, id, owner });
  }
}
