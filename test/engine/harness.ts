import { compileProgram, type Program, type EngineState } from '../../src/engine/index.js';
import type { Effect } from '../../src/model/effect.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import type { JournalRecord } from '../../src/model/instance.js';
import { formatLocal, fromLocal, parseLocal, toLocal } from '../../src/model/zone.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { startSimulation, type Simulation } from '../../src/simulate/simulation.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { projectOf } from '../simulate/support/project.js';

/** The account's zone in these stories. */
export const zone = 'Europe/Moscow';

type Data = Readonly<Record<string, unknown>>;

export interface Story {
  /** An event at a local time of the account: `story.at('2026-03-02 10:00', 'order.created', {order: {id: 1}})`. */
  at(time: string, type: string, data: Data, more?: Partial<Event>): Story;
  /** A change of an order's fields, as the CRM's history tells it. */
  change(time: string, order: number, fields: Data, more?: Partial<Event>): Story;
  /** Lets time pass until then. */
  until(time: string): Story;
  /** What was done, held back or skipped: `2026-03-02 10:00 call task`, a reason behind what was not done. */
  readonly done: readonly string[];
  /** What the journal says: `entered`, `ignored once`, `exited order.status == "x"`; without waits and results. */
  readonly journal: readonly string[];
  readonly effects: readonly Effect[];
  readonly records: readonly JournalRecord[];
  readonly state: EngineState;
  readonly program: Program;
}

export const statuses = `
kind: StatusGroup
code: new
name: New
statuses: [{code: new, name: New}]
---
kind: StatusGroup
code: work
name: Work
calendar: office
statuses:
  - {code: no-answer-1, name: No answer 1, limit: 1h}
  - {code: no-answer-2, name: No answer 2, limit: 2h}
  - {code: at-pickup, name: At the pickup point}
---
kind: StatusGroup
code: complete
name: Complete
statuses: [{code: done, name: Done}]
---
kind: StatusGroup
code: cancel
name: Cancelled
statuses: [{code: no-call, name: No call}, {code: bad, name: Bad}]
---
kind: Calendar
code: office
timezone: Europe/Moscow
week: {mon-fri: "09:00-18:00"}
breaks: {mon-fri: "13:00-14:00"}
---
kind: Channel
code: email
type: email
provider: smtp
host: localhost
from: shop@example.ru
---
kind: Channel
code: sms
type: sms
provider: http
from: SHOP
---
kind: Connection
code: gateway
url: https://sms.example.ru
---
kind: Template
code: hello
name: Hello
for: customer
channels:
  email: {subject: "Hello", body: "Hello {{ customer.id }}"}
  sms: {body: "Hello"}
`;

/** One trigger that makes a task called by its step's id at once, unless the YAML says otherwise. */
export function trigger(yaml: string): string {
  const code = /^code:/m.test(yaml) ? '' : 'code: it\n';
  const steps = /^do:/m.test(yaml) ? '' : 'do: [{id: call, task: {text: Call}}]\n';
  return `kind: Trigger\nname: It\n${code}${yaml.trim()}\n${steps}`;
}

/** Tells a project a story with a virtual clock: the real reader, checks, compiler, engine and state in memory. */
export function tell(...documents: readonly string[]): Story {
  return tellIn(zone, ...documents);
}

export function tellIn(accountZone: string, ...documents: readonly string[]): Story {
  const { project, sites, words } = projectOf(
    [statuses, ...documents].join('\n---\n'),
    `version: 1\nname: test\ntimezone: ${accountZone}\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n`,
  );
  const program = compileProgram(project, sites, words);
  const state = createMemoryState();
  const effects: Effect[] = [];
  const records: JournalRecord[] = [];
  let simulation: Simulation | undefined;
  let count = 0;
  const begin = (at: Instant): Simulation =>
    (simulation ??= startSimulation(program, state, vocabulary, at, (outcome) => {
      effects.push(...outcome.effects);
      records.push(...outcome.journal);
    }));
  const story: Story = {
    at(time, type, data, more = {}) {
      const at = moment(time, accountZone);
      begin(at).take({ id: `e${++count}`, source: 'test', type, at, data, ...more });
      return story;
    },
    change(time, order, fields, more) {
      const changes = Object.entries(fields).map(([field, value]) => ({ field, old: undefined, new: value }));
      return story.at(time, 'order.changed', { order: { id: order }, changes }, more);
    },
    until(time) {
      begin(moment(time, accountZone)).runUntil(moment(time, accountZone));
      return story;
    },
    get done() {
      return story.effects.map(
        ({ at, step, type, outcome, reason, order, customer }) =>
          `${local(at, accountZone)} ${step} ${type}${about(order, customer)}${outcome === 'done' ? '' : ` ${outcome} ${reason}`}`,
      );
    },
    get journal() {
      return story.records.map(({ what, reason }) => (reason === undefined ? what : `${what} ${reason}`));
    },
    get effects() {
      endMoment();
      return effects;
    },
    get records() {
      endMoment();
      return records;
    },
    state,
    program,
  };
  /** What is wanted in a moment is done at its end. */
  const endMoment = (): void => simulation?.runUntil(simulation.now);
  return story;
}

export function moment(text: string, accountZone = zone): Instant {
  return instant(fromLocal(accountZone, parseLocal(text)!));
}

function local(at: Instant, accountZone: string): string {
  return formatLocal(toLocal(accountZone, at)).replace(/:00$/, '');
}

function about(order: string | undefined, customer: string | undefined): string {
  return order !== undefined ? ` order/${order}` : customer !== undefined ? ` customer/${customer}` : '';
}

export const order = (id: number, more: Data = {}): Data => ({
  order: { id, number: `A-${id}`, status: 'new', customer: { id: 7 }, ...more },
});
