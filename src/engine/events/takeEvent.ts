import type { Event } from '../../model/event.js';
import { remembered } from '../../model/remembered.js';
import { isMovement, rememberBonuses } from '../../vocabulary/ledger/rememberBonuses.js';
import { rememberStock } from '../../vocabulary/stock/stock.js';
import { takeOver } from '../merging/takeOver.js';
import { rememberApproval } from '../messages/approvals.js';
import { updateSuppressionList } from '../messages/suppressionList.js';
import { rescheduleDeadlines } from '../time/deadlines.js';
import { resettle } from '../time/resettle.js';
import { mayMoveSegments, updateSegments } from '../time/segments.js';
import type { Work } from '../work.js';
import { applyEvent, type Applied } from '../world.js';
import { enterAll } from './enterAll.js';
import type { Happening } from './happening.js';
import { lineEvents } from './lines.js';
import { markUsedByOrder } from './usedByOrder.js';
import { wakeAll } from './wakeAll.js';

/** World update → waits, exits and goals of live instances → segment changes → entries (docs/engine.md#a-turn). */
export function takeEvent(work: Work, event: Event): void {
  const applied = applyEvent(work.state.world, event);
  const { state } = work;
  if (event.type === 'stock.changed')
    rememberStock(
      event.data,
      (name) => state.memo(name),
      (name, value) => state.setMemo(name, value),
    );
  const { changes, customer, former } = applied;
  if (isMovement(event.type))
    rememberBonuses(event, {
      customer: customer === undefined ? undefined : state.world.customer(customer),
      programs: work.program.facts.programs?.values() ?? [],
      zone: work.program.zone,
      read: (name) => state.memo(name),
      write: (name, value) => state.setMemo(name, value),
    });
  updateSuppressionList(work.program, state, event, customer);
  if (event.type === 'template.moderated') rememberApproval(state, event.data);
  const moved = hasMoved(event, applied);
  takeOver(work, applied);
  markUsedByOrder(work, applied);
  resettle(work, event, applied);
  const ends = isEnding(event.type);
  if (moved) rescheduleDeadlines(work, applied, ends);
  const first: Happening = { event, changes, about: applied };
  const others = changes.length === 0 ? none : lineEvents(event, applied);
  if (!moved || customer === undefined || !(ends || mayMoveSegments(work, customer, applied)))
    return letHappen(work, others.length === 0 ? [first] : [first, ...others]);
  wakeAll(work, first);
  for (const each of others) wakeAll(work, each);
  const memberships = (former === undefined ? [customer] : [former, customer]).flatMap((whose) =>
    updateSegments(work, whose, event.id).map((membership): Happening => ({
      event: membership,
      changes: none,
      about: { customer: whose },
    })),
  );
  for (const each of memberships) wakeAll(work, each);
  enterAll(work, others.length + memberships.length === 0 ? [first] : [first, ...others, ...memberships]);
}

/** Live instances first, entries after: a ladder's step ends before the next begins. */
export function letHappen(work: Work, happenings: readonly Happening[]): void {
  for (const each of happenings) wakeAll(work, each);
  enterAll(work, happenings);
}

const isEnding = remembered((type) => /\.(created|deleted|merged)$/.test(type));

/** Whether anything is different from before: what is derived from the data need not be looked at otherwise. */
function hasMoved({ type }: Event, { changes, isNew }: Applied): boolean {
  // A ledger of bonuses is no field of the customer.
  return changes.length > 0 || isNew.order || isNew.customer || isEnding(type) || isMovement(type);
}

const none: readonly never[] = [];
