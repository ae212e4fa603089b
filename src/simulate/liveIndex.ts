import type { EngineState } from '../engine/state.js';
import { customerDecides, type Instance } from '../model/instance.js';

/** Waiting instances, found by trigger and key, and by whom they concern. */
export interface LiveIndex {
  put(instance: Instance): void;
  remove(id: string): void;
  get(id: string): Instance | undefined;
  ofKey(trigger: string, key: string): readonly Instance[];
  readonly ofTrigger: EngineState['waitingOf'];
  readonly concerning: EngineState['concerning'];
}

/** An instance as it was saved last: a run is saved several times, and nearly always stays where it is found. */
interface Entry {
  instance: Instance;
}

/** Most find one instance only. */
type Bucket = Entry | Set<Entry>;

export function createLiveIndex(): LiveIndex {
  const all = new Map<string, Entry>();
  const keys = new Map<string, Bucket>();
  const orders = new Map<string, Bucket>();
  const customers = new Map<string, Bucket>();
  const phones = new Map<string, Bucket>();

  const remove = (id: string): void => {
    const known = all.get(id);
    if (!known) return;
    const { trigger, key, order, customer, phone } = known.instance;
    all.delete(id);
    take(keys, keyName(trigger, key), known);
    take(orders, order, known);
    take(customers, customer, known);
    take(phones, phone, known);
  };
  return {
    put(instance) {
      const known = all.get(instance.id);
      if (known !== undefined && isFoundAlike(known.instance, instance)) {
        known.instance = instance;
        return;
      }
      remove(instance.id);
      const entry = { instance };
      all.set(instance.id, entry);
      add(keys, keyName(instance.trigger, instance.key), entry);
      add(orders, instance.order, entry);
      add(customers, instance.customer, entry);
      add(phones, instance.phone, entry);
    },
    remove,
    get: (id) => all.get(id)?.instance,
    ofKey: (trigger, key) =>
      entriesOf(keys.get(keyName(trigger, key)))
        .map(instanceOf)
        .sort(asEntered),
    ofTrigger: (code) =>
      Array.from(all.values(), instanceOf)
        .filter(({ trigger }) => trigger === code)
        .sort(asEntered),
    concerning({ order, customer, phone }) {
      const sameOrder = order === undefined ? undefined : orders.get(order);
      const sameCustomer = customer === undefined ? undefined : customers.get(customer);
      const samePhone = phone === undefined ? undefined : phones.get(phone);
      if (!sameOrder && !sameCustomer && !samePhone) return none;
      const found = new Set(entriesOf(sameOrder).map(instanceOf));
      for (const { instance } of entriesOf(sameCustomer)) if (customerDecides(instance, order)) found.add(instance);
      for (const { instance } of entriesOf(samePhone)) {
        const unknown = customer === undefined || instance.customer === undefined;
        if (unknown && customerDecides(instance, order)) found.add(instance);
      }
      return [...found].sort((a, b) => (a.trigger < b.trigger ? -1 : a.trigger > b.trigger ? 1 : byId(a, b)));
    },
  };
}

function isFoundAlike(a: Instance, b: Instance): boolean {
  return (
    a.key === b.key &&
    a.order === b.order &&
    a.customer === b.customer &&
    a.phone === b.phone &&
    a.trigger === b.trigger
  );
}

function instanceOf({ instance }: Entry): Instance {
  return instance;
}

function entriesOf(bucket: Bucket | undefined): readonly Entry[] {
  return bucket === undefined ? nothing : bucket instanceof Set ? [...bucket] : [bucket];
}

function keyName(trigger: string, key: string): string {
  return `${trigger}\u0000${key}`;
}

function add(index: Map<string, Bucket>, name: string | undefined, entry: Entry): void {
  if (name === undefined) return;
  const bucket = index.get(name);
  if (bucket instanceof Set) bucket.add(entry);
  else index.set(name, bucket === undefined ? entry : new Set([bucket, entry]));
}

function take(index: Map<string, Bucket>, name: string | undefined, entry: Entry): void {
  const bucket = name === undefined ? undefined : index.get(name);
  if (bucket instanceof Set) {
    bucket.delete(entry);
    if (bucket.size > 0) return;
  }
  if (bucket !== undefined) index.delete(name!);
}

function asEntered(a: Instance, b: Instance): number {
  return a.enteredAt - b.enteredAt || byId(a, b);
}

function byId(a: Instance, b: Instance): number {
  return a.id < b.id ? -1 : 1;
}

const none: readonly Instance[] = [];
const nothing: readonly Entry[] = [];
