import type { CrmClient } from '../crm/client.js';
import type { Event } from '../model/event.js';
import { isObject } from '../model/json.js';
import type { Arrival } from './arrival.js';
import type { RunnerStore } from './store.js';

type Data = Readonly<Record<string, unknown>>;
const kinds = ['order', 'customer'] as const;
type Kind = (typeof kinds)[number];

/** An order or a customer of whom an arrival is the first that is heard, by no more than an id. */
interface Untold {
  readonly kind: Kind;
  readonly id: string;
  readonly index: number;
}

const atOnce = 50;

/**
 * A history need not begin with the account. Of whom nobody told before, the CRM is asked once, and the whole comes with the first event
 * about them: as it is now, with what the history tells laid over it.
 */
export async function withUntold(
  crm: CrmClient,
  store: RunnerStore,
  arrivals: readonly Arrival[],
): Promise<readonly Arrival[]> {
  const untold = untoldIn(store, arrivals);
  if (untold.length === 0) return arrivals;
  const told = new Map<number, Partial<Record<Kind, Data>>>();
  for (const kind of kinds) {
    const asked = untold.filter((each) => each.kind === kind);
    for (let start = 0; start < asked.length; start += atOnce) {
      const some = asked.slice(start, start + atOnce);
      const whole = await read(crm, kind, some);
      for (const { id, index } of some)
        if (whole.has(id)) told.set(index, { ...told.get(index), [kind]: whole.get(id)! });
    }
  }
  return arrivals.map((arrival, index) => {
    const found = told.get(index);
    if (found === undefined) return arrival;
    const { event } = arrival;
    const whole = kinds.flatMap((kind) =>
      found[kind] ? [[kind, { ...found[kind], ...(event.data[kind] as Data) }]] : [],
    );
    return { ...arrival, event: { ...event, data: { ...event.data, ...Object.fromEntries(whole) } } };
  });
}

function untoldIn({ state: { world } }: RunnerStore, arrivals: readonly Arrival[]): readonly Untold[] {
  const met = new Set<string>();
  return arrivals.flatMap(({ event }, index) =>
    kinds.flatMap((kind) => {
      const named: unknown = event.data[kind];
      const id = isObject(named) ? String(named['id']) : '';
      if (!/^\d{1,15}$/.test(id) || met.has(`${kind}/${id}`)) return [];
      met.add(`${kind}/${id}`);
      const isTold = world.knows(kind, id) || !isStub(named as Data) || isBirthOrEnd(kind, event);
      return isTold ? [] : [{ kind, id, index }];
    }),
  );
}

/** Says whom it is about, and nothing more. */
function isStub(named: Data): boolean {
  return Object.keys(named).every((name) => name === 'id' || name === 'externalId');
}

/** A birth tells everything, and who has gone can be asked of no more. */
function isBirthOrEnd(kind: Kind, { type }: Event): boolean {
  return [`${kind}.created`, `${kind}.deleted`, `${kind}.merged`].includes(type);
}

async function read(crm: CrmClient, kind: Kind, asked: readonly Untold[]): Promise<ReadonlyMap<string, Data>> {
  const path = `${kind}s`;
  const query = { filter: { ids: asked.map(({ id }) => id) } };
  const rows = Object.values(await crm.list({ method: 'GET', path, query }, path)).filter(isObject);
  return new Map(rows.map((row) => [String(row['id']), asInHistory(row)]));
}

/** Lists give an order's payments by their ids, the history one after the other. */
function asInHistory(row: Data): Data {
  const { payments } = row;
  return isObject(payments) ? { ...row, payments: Object.values(payments) } : row;
}
