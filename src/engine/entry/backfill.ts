import type { Event } from '../../model/event.js';
import { eventVariable } from '../scope.js';
import type { Work } from '../work.js';
import { activatedAt } from './activation.js';
import { enter } from './enter.js';

/** With `backfill: all` a trigger that is active for the first time starts for all who are in its segment already. */
export function backfillSegments(work: Work): void {
  const { program, state, now } = work;
  const forms = program.listeners
    .of('segment.entered', [])
    .filter(({ trigger }) => trigger.backfill === 'all' && activatedAt(work, trigger) === now);
  if (forms.length === 0) return;
  for (const { id } of state.world.all('customer')) {
    const customer = String(id);
    for (const segment of state.world.segmentsOf(customer)) {
      const data = { segment, customer: { id: customer } };
      const event: Event = {
        id: `backfill:${customer}:${segment}`,
        source: 'crmctl',
        type: 'segment.entered',
        at: now,
        data,
      };
      for (const form of forms)
        for (const match of form.word.match?.(form.spec, event, work.ambient) ?? [])
          enter(work, form, match, { id: event.id, event: eventVariable(event, form.name), customer });
    }
  }
}
