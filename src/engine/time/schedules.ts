import type { Timer } from '../../model/instance.js';
import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { activate, activatedAt } from '../entry/activation.js';
import { drawAs } from '../entry/controlGroup.js';
import { enter } from '../entry/enter.js';
import type { CompiledForm, Program } from '../program.js';
import type { EngineState } from '../state.js';
import type { Work } from '../work.js';

/** A run later than this was missed: nobody was there when it was due. */
const missedAfter = 60_000;

/** Arms every schedule of the program, and remembers when each trigger became active. Safe to call at every start. */
export function startProgram(program: Program, state: EngineState, now: Instant): void {
  for (const trigger of program.triggers.values()) {
    if (activatedAt({ state }, trigger) === undefined) drawAs(state, trigger);
    activate(state, trigger, now);
  }
  for (const form of program.schedules)
    if (state.timer(timerIdOf(form)) === undefined) arm(program, state, form, instant(now - 1));
}

/** A schedule that a new release moved: its next run is at the new hour. A run that was due before the release is still owed. */
export function adoptSchedules({ program, state, now }: Work): void {
  for (const form of program.schedules) {
    const id = timerIdOf(form);
    const rule = `${program.zone} ${String(form.spec['schedule'])}`;
    const before = state.memo(`rule:${id}`);
    if (before === rule) continue;
    state.setMemo(`rule:${id}`, rule);
    if (before !== undefined && (state.timer(id)?.due ?? 0) > now) arm(program, state, form, instant(now - 1));
  }
}

/** One run of a schedule; what was missed is run once, not at all, or each, as `missed:` says (docs/operations.md#after-downtime). */
export function fireSchedule(work: Work, timer: Timer): void {
  const form = work.program.schedules.find((each) => timerIdOf(each) === timer.id);
  if (form === undefined) return;
  const missed = work.wall - timer.due > missedAfter;
  const policy = form.spec['missed'];
  if (!missed || policy !== 'skip') {
    const episode = formatInstant(timer.due);
    enter(
      work,
      form,
      { episode },
      { id: `${timer.id}@${episode}`, event: { type: 'schedule', at: timer.due, source: 'crmctl', on: form.name } },
    );
  }
  arm(work.program, work.state, form, missed && policy !== 'each' ? work.wall : timer.due);
}

function arm(program: Program, state: EngineState, form: CompiledForm, after: Instant): void {
  const due = form.word.schedule?.next(form.spec, after, program.zone);
  if (due === undefined) return;
  const id = timerIdOf(form);
  state.arm({
    id,
    due,
    priority: form.trigger.priority,
    kind: 'schedule',
    owner: `${form.trigger.code}#${form.index}`,
    generation: (state.timer(id)?.generation ?? 0) + 1,
  });
}

function timerIdOf({ trigger, index }: CompiledForm): string {
  return `schedule:${trigger.code}#${index}`;
}
