import type { Program } from '../../engine/index.js';

/** What makes customers depend on each other for certain, known without running anything; `undefined`: perhaps nothing. */
export function whyAlone(program: Program, writesEffects: boolean): string | undefined {
  const triggers = [...program.triggers.values()];
  if (writesEffects) return 'effects are written in the order in which they happen';
  if (program.schedules.length > 0)
    return `${program.schedules[0]!.trigger.address} runs by the clock, for all customers`;
  const [broadcast] = program.broadcasts.keys();
  if (broadcast !== undefined) return `${broadcast} concerns whoever waits for it, of all customers`;
  const keyed = triggers.find(({ key }) => key.length > 0);
  if (keyed !== undefined) return `${keyed.address} has a key of its own`;
  const limited = [...program.channels].find(([, { budget }]) => budget !== undefined);
  if (limited !== undefined) return `channel/${limited[0]} has a budget`;
  return undefined;
}
