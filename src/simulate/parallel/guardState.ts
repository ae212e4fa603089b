import type { EngineState, EntityKind, WorldStore } from '../../engine/state.js';
import type { Callers } from './callers.js';
import type { Router } from './router.js';
import { SharedState } from './sharedState.js';

/** Memos that are about one customer or order, or the same for all. */
const ownMemos =
  /^(active:|drawn:|rule:|fired:|delivered:|(recent|goals):(order|customer)\/|suppressed:customer\/|queue:(order|customer)\/)/;
/** Nobody wrote these, for writing them is shared: reading finds nothing, in every share. */
const unwrittenMemos = /^(suppressed:|reserved:|(recent|goals):phone\/)/;

/** The state of one share: whatever reaches beyond its own customers throws `SharedState`. */
export function guardState(state: EngineState, router: Router, callers: Callers, share: number): EngineState {
  callers.watch(state);
  return {
    ...state,
    world: guardWorld(state.world, router, share),
    save(instance) {
      callers.meet(instance);
      state.save(instance);
    },
    memo(name) {
      if (!ownMemos.test(name) && !unwrittenMemos.test(name)) throw sharedMemo(name);
      return state.memo(name);
    },
    setMemo(name, value) {
      if (!ownMemos.test(name)) throw sharedMemo(name);
      state.setMemo(name, value);
    },
  };
}

function sharedMemo(name: string): SharedState {
  return new SharedState(`customers share something that is kept as "${name.replace(/[:/|].*$/s, '')}"`);
}

function guardWorld(world: WorldStore, router: Router, share: number): WorldStore {
  const check = (kind: EntityKind, id: string): void => {
    const owner = kind === 'customer' ? router.ofCustomer(id) : router.ofOrder(id);
    if (owner !== share) throw new SharedState(`${kind}s are read beside those that an event is about`);
  };
  const all = (): never => {
    throw new SharedState('all orders or customers are searched');
  };
  const putUser = (): never => {
    throw new SharedState('the log describes users of the CRM');
  };
  return {
    order: (id) => (check('order', id), world.order(id)),
    customer: (id) => (check('customer', id), world.customer(id)),
    ordersOf: (id) => (check('customer', id), world.ordersOf(id)),
    since: (kind, id, field) => (check(kind, id), world.since(kind, id, field)),
    createdAt: (kind, id) => (check(kind, id), world.createdAt(kind, id)),
    segmentsOf: (id) => (check('customer', id), world.segmentsOf(id)),
    record: (kind, id) => (check(kind, id), world.record(kind, id)),
    knows: (kind, id) => (check(kind, id), world.knows(kind, id)),
    ownerOf: (order) => (check('order', order), world.ownerOf(order)),
    put: (kind, id, record, event) => (check(kind, id), world.put(kind, id, record, event)),
    begin: (kind, id, event, owner) => (check(kind, id), world.begin?.(kind, id, event, owner) ?? false),
    putOff: (kind, id, event) => (check(kind, id), world.putOff?.(kind, id, event) ?? false),
    repeats: (kind, id, event) => (check(kind, id), world.repeats?.(kind, id, event) ?? false),
    ...(world.asOfNow !== undefined && {
      asOfNow: (kind: EntityKind, id: string) => (check(kind, id), world.asOfNow!(kind, id)),
    }),
    setSegments: (id, codes) => (check('customer', id), world.setSegments(id, codes)),
    putUser,
    user: world.user,
    all,
  };
}
