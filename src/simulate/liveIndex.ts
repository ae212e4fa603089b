import type { EngineState } from '../engine/state.js';
import { customerDecides, type Instance } from '../model/instance.js';

/** Waiting instances, found by trigger and key, and by whom they concern. */
export interface LiveIndex {
  put(instance: Instance): void;
  remove(id: string): void;
  ofKey(trigger: string, key: string): readonly Instance[];
  readonly ofTrigger: EngineState['waitingOf'];
  readonly concerning: EngineState['concerning'];
}

type Bucket = Map<string, Instance>;

export function createLiveIndex(): LiveIndex {
  const all: Bucket = new Map();
  const keys = new Map<string, Bucket>();
  const orders = new Map<string, Bucket>();
  const customers = new Map<string, Bucket>();
  const phones = new Map<string, Bucket>();

  const remove = (id: string): void => {
    const known = all.get(id);
    if (!known) return;
    all.delete(id);
    take(keys, keyName(known.trigger, known.key), id);
    take(orders, known.order, id);
    take(customers, known.customer, id);
    take(phones, known.phone, id);
  };
  return {
    put(instance) {
      remove(instance.id);
      all.set(instance.id, instance);
      add(keys, keyName(instance.trigger, instance.key), instance);
      add(orders, instance.order, instance);
      add(customers, instance.customer, instance);
      add(phones, instance.phone, instance);
    },
    remove,
    ofKey(trigger, key) {
      const bucket = keys.get(keyName(trigger, key));
      return bucket ? [...bucket.values()].sort(asEntered) : none;
    },
    ofTrigger: (code) => [...all.values()].filter(({ trigger }) => trigger === code).sort(asEntered),
    concerning({ order, customer, phone }) {
      const sameOrder = order === undefined ? undefined : orders.get(order);
      const sameCustomer = customer === undefined ? undefined : customers.get(customer);
      const samePhone = phone === undefined ? undefined : phones.get(phone);
      if (!sameOrder && !sameCustomer && !samePhone) return none;
      const found: Bucket = new Map();
      sameOrder?.forEach((instance, id) => found.set(id, instance));
      sameCustomer?.forEach((instance, id) => {
        if (customerDecides(instance, order)) found.set(id, instance);
      });
      samePhone?.forEach((instance, id) => {
        const unknown = customer === undefined || instance.customer === undefined;
        if (unknown && customerDecides(instance, order)) found.set(id, instance);
      });
      return [...found.values()].sort((a, b) => (a.trigger < b.trigger ? -1 : a.trigger > b.trigger ? 1 : byId(a, b)));
    },
  };
}

function keyName(trigger: string, key: string): string {
  return `${trigger}\u0000${key}`;
}

function add(index: Map<string, Bucket>, name: string | undefined, instance: Instance): void {
  if (name === undefined) return;
  const bucket = index.get(name);
  if (bucket) bucket.set(instance.id, instance);
  else index.set(name, new Map([[instance.id, instance]]));
}

function take(index: Map<string, Bucket>, name: string | undefined, id: string): void {
  const bucket = name === undefined ? undefined : index.get(name);
  if (!bucket) return;
  bucket.delete(id);
  if (bucket.size === 0) index.delete(name!);
}

function asEntered(a: Instance, b: Instance): number {
  return a.enteredAt - b.enteredAt || byId(a, b);
}

function byId(a: Instance, b: Instance): number {
  return a.id < b.id ? -1 : 1;
}

const none: readonly Instance[] = [];
