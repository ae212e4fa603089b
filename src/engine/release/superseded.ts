import type { Program } from '../program.js';
import type { EngineState } from '../state.js';

/** Why they end. */
export const supersededBy = 'superseded';

/** Instances on earlier revisions of triggers that say `inFlight: cancel`, by id: they end before anything else happens. */
export function superseded({ triggers }: Program, state: EngineState): readonly string[] {
  return [...triggers.values()]
    .filter(({ inFlight }) => inFlight === 'cancel')
    .flatMap(({ code, revision }) => state.waitingOf(code).filter((instance) => instance.revision !== revision))
    .map(({ id }) => id);
}
