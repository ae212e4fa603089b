import type { Because, Instance } from '../../model/instance.js';
import { instant } from '../../model/instant.js';
import type { CompiledTrigger } from '../program.js';
import { noteOn, type Running, type Work } from '../work.js';
import { watchGoal } from './goals.js';

/** Ends an instance: its timer goes, what only a run needs is dropped. */
export function finish(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  status: Exclude<Instance['status'], 'waiting'>,
  reason?: string,
  because?: Because,
): void {
  noteOn(work, trigger, instance, status, reason, because && { because });
  const timer = timerIdOf(instance.id, instance.wait);
  if (timer !== undefined) work.state.disarm(timer);
  giveBack(work, instance.wait);
  watchGoal(work, trigger, instance);
  work.state.save({
    ...instance,
    status,
    step: '',
    vars: nothing,
    steps: nothing,
    entry: nothing,
    rounds: nothing,
    wait: undefined,
    heard: undefined,
    had: undefined,
    elements: undefined,
    params: undefined,
    ...(reason !== undefined && { reason }),
  });
}

/** Nothing comes of the effect that is under way: what its step used up is free again. */
export function giveBack({ state }: Work, wait: Instance['wait']): void {
  if (wait?.for === 'result' && wait.once !== undefined) state.use(wait.once.mark, wait.once.before);
}

/** Leaves an instance waiting; `due` arms its timer, else it has none. */
export function suspend(
  work: Work,
  trigger: CompiledTrigger,
  instance: Running,
  wait: NonNullable<Instance['wait']>,
): void {
  const before = timerIdOf(instance.id, instance.wait);
  const id = timerIdOf(instance.id, wait);
  if (before !== undefined && before !== id) work.state.disarm(before);
  if (id !== undefined && 'due' in wait) {
    const generation = ((before === id && work.state.timer(id)?.generation) || 0) + 1;
    work.state.arm({
      id,
      due: instant(Math.max(wait.due, work.now)),
      priority: trigger.priority,
      kind: 'instance',
      owner: instance.id,
      generation,
    });
  }
  work.state.save({ ...instance, status: 'waiting', wait });
}

/**
 * The timer of whoever waits for a moment. Timers of one moment and one priority fire in the order of their ids: who queues is served as they
 * came.
 */
function timerIdOf(instance: string, wait: Instance['wait']): string | undefined {
  if (wait === undefined || !('due' in wait)) return undefined;
  const place = wait.for === 'admission' ? wait.place : undefined;
  return place === undefined ? `instance:${instance}` : `admission:${String(place).padStart(12, '0')}:${instance}`;
}

const nothing: Readonly<Record<string, never>> = {};
