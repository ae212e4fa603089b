import fc from 'fast-check';
import {
  compileProgram,
  startProgram,
  takeTurn,
  type EngineState,
  type Input,
  type Program,
} from '../../src/engine/index.js';
import { ambientOf } from '../../src/engine/scope.js';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import type { Instance, JournalRecord, Timer } from '../../src/model/instance.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation } from '../../src/simulate/simulation.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { projectOf } from '../simulate/support/project.js';
import { statuses } from './harness.js';

const start = Date.UTC(2026, 2, 2);
const minute = 60_000;

const anyStatus = fc.constantFrom('new', 'no-answer-1', 'no-answer-2', 'at-pickup', 'done', 'no-call');

const forms = fc.constantFrom(
  '{event: order.created}',
  '{event: review.posted, where: review.score <= 3}',
  '{event: item.added}',
  '{changed: order.status}',
  '{changed: order.status, to: [no-answer-1, {group: cancel}]}',
  '{changed: [order.totalSumm, order.managerComment]}',
  '{changed: customer.email}',
  '{held: order.status, is: at-pickup, for: 1d}',
  '{held: order.status, for: {for: 3h, calendar: office}, at: "11:00"}',
  '{held: customer.lastOrderAt, for: 2d}',
  '{overdue: order.status}',
  '{date: =order.createdAt, offset: 1d, at: "10:00"}',
  '{schedule: "0 11 * * *", each: "orders(o, o.status == \\"no-answer-1\\")"}',
  '{schedule: "30 2 * * MON", each: segment("buyers")}',
  '{entered: buyers}',
  '{left: buyers}',
  '[{entered: [buyers, many]}, {left: many}]',
  '{event: message.opened}',
  '{event: custom.ping, where: event.count == null || event.count < 3}',
  '{event: cart.abandoned}',
  '{changed: order.managerComment, own: self}',
  '{changed: order.status, from: new, own: "false"}',
  '{changed: customer.tags}',
  '{date: =customer.birthday, offset: -1d, at: "11:00", yearly: true}',
  '{schedule: "*/30 9-10 * * *", missed: each}',
  '{event: order.created, each: order.items, orderBy: 0 - item.id}',
  '{changed: order.status, each: "customer.orders", where: order.status != \"done\"}',
  '[{event: order.created, id: born}, {changed: order.status, to: done, id: over}]',
);

const leaves = fc.constantFrom(
  'wait: 90m',
  'wait: {for: 2h, calendar: office}',
  'wait: {for: 1d, at: "09:30"}',
  'wait: {open: office}',
  'waitFor: {event: order.changed, timeout: 5h}',
  'waitFor: {event: review.posted, since: entry, timeout: 1d}',
  'task: {text: "Call", to: manager, due: 30m}',
  'send: {template: hello}',
  'send: {template: hello, via: [sms]}\n    once: {per: customer, every: 2d}',
  'note: "Seen"\n    if: customer.ordersCount > 1',
  'set: {order.managerComment: "seen"}\n    if: order.totalSumm > 50',
  'tag: {add: seen}',
  'http: {connection: gateway, path: /x}\n    onError: continue',
  'stop: enough\n    if: order.status == "no-call"',
  'wait: {until: =order.createdAt, at: "23:00"}',
  'waitFor: {event: review.posted, since: 1d, timeout: 2h}',
  'waitFor: [{event: message.opened}, {event: order.changed, where: order.status == "done"}]\n    timeout: {for: 2h, calendar: office}',
  'repeat: {max: 3, every: 2h, until: order.status == "done", do: [{id: round, note: "Round"}]}',
  'repeat: {max: 2, do: [{id: pause, wait: 20m}, {id: say, send: {template: hello}}]}',
  'each: =order.items\n    max: 2\n    do: [{id: look, task: {text: "{{ item.id }}"}}]',
  'each: =customer.orders\n    do: [{id: look, wait: 15m}, {id: tell, send: {template: hello, via: email}}]',
  'each: =order.items\n    do: [{id: got, waitFor: {event: review.posted, where: event.review.score > item.id, since: entry, timeout: 3h}}, {id: name, task: {text: "{{ item.id }}"}}, {id: rest, wait: 30m}]',
  'repeat: {max: 3, do: [{id: anew, waitFor: {event: order.changed, since: entry, timeout: 1h}}, {id: count, note: "Round"}, {id: sleep, wait: 50m}]}',
  'split: {a: 50, b: 50}',
  'cascade: [{via: email, success: opened, within: 3h}, {via: sms, success: sent}]\n    template: hello',
  'call: reach\n    with: {pause: 45m}',
  'emit: {event: custom.ping, data: {count: 1}}',
  'set: {order.status: "done"}',
  'set: {customer.email: "new@b.ru"}',
  'discount: {percent: 10, of: order}',
  'coupon: {percent: 10, expires: 7d}',
  'task: {text: "Late", to: manager}\n    validUntil: =order.createdAt',
  'bonus: {charge: 50, program: club}\n    onError: [{id: sorry, note: "No bonus"}]',
  'bonus: {credit: 20, program: club, activates: 1h, expires: 2d}',
  'assign: {team: desk, strategy: least-loaded}',
  'choose: [{if: order.totalSumm > 50, do: [{id: inner, task: {text: Big}}]}]\n    else: [{id: other, wait: 10m}]',
);

/** Steps that take what all customers share: what happens to one of them changes it for the others. */
const sharing = fc.constantFrom(
  'reserve: =order.items',
  'coupon: {percent: 5, pool: [A, B, C]}',
  'assign: {team: desk, strategy: round-robin}',
  'send: {template: hello, via: dear}',
);

/** Triggers that the checks let through or not: those that act on what their event does not carry are left out. */
const triggersOf = (step: fc.Arbitrary<string>) =>
  fc.array(
    fc.record({
      on: forms,
      mode: fc.constantFrom('single', 'restart', 'parallel'),
      class: fc.constantFrom('service', 'marketing'),
      priority: fc.integer({ min: 0, max: 100 }),
      more: fc.array(
        fc.constantFrom(
          'once: {per: customer, every: 3d}',
          'exit: order.status == "done"',
          'exit: {event: review.posted}',
          'goal: {event: order.created, within: 2d}',
          'holdout: 30%',
          'key: customer.id',
          'backfill: all',
          'vars: {long: 2h}',
          'when: order.totalSumm > 20 || customer.ordersCount > 1',
          'once: {per: order}',
          'exit: [{event: message.opened}, goal]\ngoal: {event: review.posted, where: review.score > 3}',
        ),
        { maxLength: 3 },
      ),
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  );

/** Their customers share nothing. */
export const anyTriggers = triggersOf(leaves);
export const anySharingTriggers = triggersOf(fc.oneof({ weight: 3, arbitrary: leaves }, sharing));

export type Triggers = readonly {
  readonly on: string;
  readonly mode: string;
  readonly class: string;
  readonly priority: number;
  /** Further keys, a line each. */
  readonly more: readonly string[];
  readonly steps: readonly string[];
}[];

export const anyPolicy = fc.record({
  from: fc.integer({ min: 0, max: 23 }),
  to: fc.integer({ min: 0, max: 23 }),
  count: fc.integer({ min: 1, max: 3 }),
  days: fc.integer({ min: 1, max: 5 }),
  onCap: fc.constantFrom('defer', 'skip'),
});

export type Policy = typeof anyPolicy extends fc.Arbitrary<infer T> ? T : never;

const happening = fc.oneof(
  fc.record({
    kind: fc.constant('created' as const),
    order: fc.integer({ min: 1, max: 4 }),
    status: anyStatus,
    sum: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({ kind: fc.constant('status' as const), order: fc.integer({ min: 1, max: 4 }), status: anyStatus }),
  fc.record({
    kind: fc.constant('sum' as const),
    order: fc.integer({ min: 1, max: 4 }),
    sum: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({
    kind: fc.constant('items' as const),
    order: fc.integer({ min: 1, max: 4 }),
    count: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    kind: fc.constant('review' as const),
    order: fc.integer({ min: 1, max: 4 }),
    score: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    kind: fc.constant('email' as const),
    order: fc.integer({ min: 1, max: 4 }),
    email: fc.constantFrom('a@b.ru', 'c@d.ru'),
  }),
  fc.record({
    kind: fc.constant('message' as const),
    order: fc.integer({ min: 1, max: 4 }),
    what: fc.constantFrom('opened', 'bounced', 'unsubscribed', 'replied'),
  }),
  fc.record({
    kind: fc.constant('cart' as const),
    order: fc.integer({ min: 1, max: 4 }),
    lines: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({ kind: fc.constant('stock' as const), order: fc.constant(1), quantity: fc.integer({ min: 0, max: 3 }) }),
);

/** A week of events about four orders of two customers, some of them at one moment. */
export const anyEvents = fc
  .array(fc.tuple(happening, fc.oneof(fc.integer({ min: 1, max: 600 }), fc.constantFrom(0, 0, 30, 60))), {
    maxLength: 25,
  })
  .map((steps): readonly Event[] => {
    let at = start;
    return steps.map(([what, minutes], index) => eventOf(what, instant((at += minutes * minute)), `e${index}`));
  });

/** Whom an event is about; nobody in particular: of the stock. */
export function customerOf({ data }: Event): number | undefined {
  const customer = (data.customer ?? data.order?.['customer']) as { id: number } | undefined; // made below
  return customer?.id;
}

export function zoneOfCustomer(customer: string | undefined): string {
  return customer === '0' ? 'Asia/Vladivostok' : 'Europe/Moscow';
}

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function eventOf(what: Happening, at: Instant, id: string): Event {
  const customer = {
    id: what.order % 2,
    email: `${what.order % 2}@b.ru`,
    phones: [{ number: `+7999000000${what.order % 2}` }],
    birthday: '1990-03-05',
    timezone: zoneOfCustomer(String(what.order % 2)),
  };
  // Where somebody lives is known from the first event on.
  const who = { id: customer.id, timezone: customer.timezone };
  const order = { id: what.order, customer: who };
  const event = (type: string, data: Event['data']): Event => ({ id, source: 'test', type, at, data });
  switch (what.kind) {
    case 'created':
      return event('order.created', {
        order: {
          ...order,
          number: `A-${what.order}`,
          status: what.status,
          totalSumm: what.sum,
          customer,
          createdAt: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
        },
      });
    case 'status':
      return event('order.changed', { order: { ...order, status: what.status } });
    case 'sum':
      return event('order.changed', { order: { ...order, totalSumm: what.sum } });
    case 'items':
      return event('order.changed', {
        order: {
          ...order,
          items: Array.from({ length: what.count }, (_, line) => ({ id: line + 1, quantity: 1, offer: { id: 5 } })),
        },
      });
    case 'review':
      return event('review.posted', { order, review: { id, score: what.score } });
    case 'email':
      return event('customer.changed', { customer: { ...who, email: what.email } });
    case 'message':
      return event(`message.${what.what}`, {
        message: { id, channel: 'email', permanent: what.order > 2 },
        customer: who,
      });
    case 'cart':
      return event('cart.changed', {
        customer: who,
        cart: { items: Array.from({ length: what.lines }, (_, line) => ({ id: line, quantity: 1 })) },
      });
    case 'stock':
      return event('stock.changed', { offer: { id: 5, quantity: what.quantity } });
  }
}

const world = `kind: Segment
code: buyers
name: Buyers
where: customer.daysSinceLastOrder <= 1
---
kind: Segment
code: many
name: Many
where: customer.ordersCount >= 2 && now - customer.lastOrderAt < hours(30)
---
kind: Channel
code: dear
type: sms
provider: http
price: 3
budget: 7/day
---
kind: Program
code: club
name: Club
ledger: own
expires: 14d
---
kind: Team
code: desk
name: Desk
members: [user/a@shop.ru, user/b@shop.ru]
---
kind: Sequence
code: reach
name: Reach
params: {pause: {type: duration, default: 1h}}
do:
  - {id: first, wait: =params.pause}
  - {id: tell, send: {template: hello}}
  - {id: heard, waitFor: {event: message.opened, timeout: 2h}}
  - {id: call, if: "!steps.heard.ok", task: {text: Call}}
`;

/** The project, compiled; `undefined` when the checks refuse it. `pinned`: what runs of an earlier release are on. */
export function compiled(triggers: Triggers, policy?: Policy, pinned?: Program): Program | undefined {
  const documents = triggers.map(({ on, mode, class: name, priority, more, steps }, index) => {
    const keys = new Map(more.map((line) => [line.slice(0, line.indexOf(':')), line]));
    return `kind: Trigger\ncode: t${index}\nname: T\non: ${on}\nmode: ${mode}\nclass: ${name}\npriority: ${priority}\n${[...keys.values()].join('\n')}\ndo:\n${steps.map((step, at) => `  - id: s${at}\n    ${step}`).join('\n')}`;
  });
  const two = (hour: number): string => String(hour).padStart(2, '0');
  if (policy !== undefined) {
    const rules = `{quiet: "${two(policy.from)}:00-${two(policy.to)}:00", caps: [${policy.count}/${policy.days}d], onCap: ${policy.onCap}}`;
    documents.push(`kind: Policy\ncode: default\nclasses: {marketing: ${rules}, service: ${rules}}`);
  }
  try {
    const { project, sites, words } = projectOf([statuses, world, ...documents].join('\n---\n'));
    return compileProgram(project, sites, words, pinned && [...pinned.triggers.values()]);
  } catch {
    return undefined;
  }
}

export interface Run {
  readonly effects: readonly Effect[];
  readonly journal: readonly JournalRecord[];
}

/** Plays the events, then three days more. After each moment `between` may put another state in the place of the present one. */
export function play(
  program: Program,
  events: readonly Event[],
  between: (state: RecordedState, index: number) => RecordedState = (state) => state,
  observe: (state: RecordedState) => void = () => undefined,
): Run {
  const effects: Effect[] = [];
  const journal: JournalRecord[] = [];
  let state = recorded();
  const begin = (at: Instant) =>
    startSimulation(program, state.state, vocabulary, at, (outcome) => {
      effects.push(...outcome.effects);
      journal.push(...outcome.journal);
      observe(state);
    });
  let clock = instant(start);
  let simulation = begin(clock);
  events.forEach((event, index) => {
    simulation.take(event);
    if (events[index + 1]?.at === event.at) return;
    simulation.runUntil((clock = event.at));
    const next = between(state, index);
    if (next !== state) {
      state = next;
      simulation = begin(clock);
    }
  });
  simulation.runUntil(instant(clock + 3 * 24 * 60 * minute));
  return { effects, journal };
}

/** What went out, when: by a runner that comes every so many minutes and then handles all that happened since. */
export function playLate(
  program: Program,
  events: readonly Event[],
  minutes: number,
): readonly { readonly effect: Effect; readonly wall: Instant }[] {
  const { state } = recorded();
  const actions = new Map(vocabulary.actions.map((word) => [word.name, word]));
  const wallOf = (now: Instant): Instant => instant(Math.ceil(now / (minutes * minute)) * minutes * minute);
  const out: { effect: Effect; wall: Instant }[] = [];
  const inputs: Input[] = [];
  let clock = instant(start);
  startProgram(program, state, clock);
  const turn = (input: Input): void => {
    const wall = wallOf(clock);
    for (const effect of takeTurn(program, state, input, clock, wall).effects) {
      if (effect.outcome !== 'done') continue;
      out.push({ effect, wall });
      const { result } = actions.get(effect.type)!.happen(effect, ambientOf(program, state, clock));
      const { id, instance } = effect;
      inputs.push({ kind: 'result', effect: id, instance, result: { outcome: 'done', values: result } });
    }
  };
  const pass = (end: Instant): void => {
    for (;;) {
      const timer = state.nextTimer();
      if (timer !== undefined && timer.due <= clock) {
        state.disarm(timer.id);
        turn({ kind: 'timer', timer });
      } else if (inputs.length > 0) turn(inputs.shift()!);
      else if (timer !== undefined && timer.due < end) clock = timer.due;
      else break;
    }
    if (end > clock) clock = end;
  };
  for (const event of events) {
    if (event.at > clock) pass(event.at);
    turn({ kind: 'event', event });
  }
  pass(instant(clock + 3 * 24 * 60 * minute));
  return out;
}

export interface RecordedState {
  readonly state: EngineState;
  readonly instances: ReadonlyMap<string, Instance>;
  /** The same state as another process would read it: everything through JSON. */
  copy(): RecordedState;
}

/** Keeps what was written, so that it can be written again elsewhere. */
function recorded(writes: readonly (readonly [string, readonly unknown[]])[] = []): RecordedState {
  const memory = createMemoryState();
  const last = new Map<string, readonly [string, readonly unknown[]]>();
  const instances = new Map<string, Instance>();
  let sent = 0;
  const keep = (key: string, method: string, ...args: readonly unknown[]): void => {
    last.delete(key);
    // JSON would make `null` of what is taken away.
    last.set(key, [method, args.filter((each) => each !== undefined)]);
  };
  const state: EngineState = {
    ...memory,
    save(instance) {
      keep(`instance ${instance.id}`, 'save', instance);
      instances.set(instance.id, instance);
      memory.save(instance);
    },
    arm(timer: Timer) {
      keep(`timer ${timer.id}`, 'arm', timer);
      memory.arm(timer);
    },
    disarm(id) {
      keep(`timer ${id}`, 'disarm', id);
      memory.disarm(id);
    },
    use(mark, at) {
      keep(`mark ${mark}`, 'use', mark, at);
      memory.use(mark, at);
    },
    recordSent(customer, message) {
      keep(`sent ${sent++}`, 'recordSent', customer, message);
      memory.recordSent(customer, message);
    },
    setMemo(name, value) {
      keep(`memo ${name}`, 'setMemo', name, value);
      memory.setMemo(name, value);
    },
    world: {
      ...memory.world,
      put(kind, id, record) {
        keep(`world ${kind}/${id}`, 'put', kind, id, record);
        memory.world.put(kind, id, record);
      },
      setSegments(customer, codes) {
        keep(`segments ${customer}`, 'setSegments', customer, codes);
        memory.world.setSegments(customer, codes);
      },
      putUser(id, user) {
        keep(`user ${id}`, 'putUser', id, user);
        memory.world.putUser?.(id, user);
      },
    },
  };
  for (const [method, args] of writes) {
    const owner: Record<string, unknown> =
      method === 'put' || method === 'setSegments' || method === 'putUser' ? { ...state.world } : { ...state };
    // One of the methods above, with what it was given.
    (owner[method] as (...given: readonly unknown[]) => void)(...args);
  }
  return {
    state,
    instances,
    copy: () => recorded(JSON.parse(JSON.stringify([...last.values()])) as [string, unknown[]][]),
  };
}
