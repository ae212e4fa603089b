import { instant } from '../../model/instant.js';
import { mergeBonuses } from '../../vocabulary/ledger/mergeBonuses.js';
import { mergeGoals } from '../instances/goals.js';
import { mergeRecent } from '../instances/recent.js';
import { mergeSuppressed } from '../messages/suppressionList.js';
import { mergeDelivered } from '../time/resettle.js';
import type { Work } from '../work.js';
import type { Applied } from '../world.js';
import { mergeInstances } from './mergeInstances.js';
import { mergeUsed } from './mergeUsed.js';

/** Who survives a merge goes on with what the others were in, and has heard and got what they had. */
export function takeOver(work: Work, { merged, customer }: Applied): void {
  if (customer === undefined || merged === undefined) return;
  const { state } = work;
  for (const gone of merged) {
    mergeInstances(work, gone, customer);
    for (const message of state.sentTo(gone, instant(0)))
      state.recordSent(customer, { ...message, effect: `merged:${gone}` });
    mergeRecent(work, gone, customer);
    mergeGoals(work, gone, customer);
    mergeSuppressed(work.program, state, gone, customer);
    mergeUsed(work, gone, customer);
    mergeDelivered(work, gone, customer);
    mergeBonuses(work.program.facts.programs?.values() ?? [], gone, customer, {
      read: (name) => state.memo(name),
      write: (name, value) => state.setMemo(name, value),
    });
  }
}
