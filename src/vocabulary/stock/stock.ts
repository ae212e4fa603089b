import { isObject } from '../../model/json.js';
import { numberOf, offerName } from '../actions/lines.js';

/** Pieces of an offer by store; `*`: all stores together. Less what orders hold. */
interface Shelf {
  readonly pieces: Readonly<Record<string, number>>;
  readonly held: readonly Hold[];
}

interface Hold {
  readonly order: string;
  readonly store: string;
  readonly quantity: number;
}

type Read = (name: string) => string | undefined;
type Write = (name: string, value: string) => void;

const anywhere = '*';
const identities = ['id', 'externalId', 'xmlId', 'article'] as const;

/** Keeps what a `stock.changed` tells, under every name of the offer. */
export function rememberStock(data: Readonly<Record<string, unknown>>, read: Read, write: Write): void {
  const { offer, quantity, store } = data;
  const pieces = quantity ?? (isObject(offer) ? offer['quantity'] : undefined);
  if (!isObject(offer) || pieces === undefined) return;
  for (const field of identities) {
    const value = offer[field];
    if (value === undefined || value === null) continue;
    const name = shelfName(`${field}:${String(value)}`);
    const shelf = shelfOf(read(name));
    const at = typeof store === 'string' ? store : anywhere;
    write(name, JSON.stringify({ ...shelf, pieces: { ...shelf.pieces, [at]: numberOf(pieces) } }));
  }
}

/** Pieces that nobody holds, in one store or in all; `undefined` when nothing was ever heard of the offer. */
export function availableOf(offer: unknown, store: string | undefined, read: Read): number | undefined {
  const found = namesOf(offer)
    .map((name) => read(name))
    .find((text) => text !== undefined);
  const shelf = shelfOf(found);
  const here = piecesOf(shelf, store) ?? (isObject(offer) && store === undefined ? offer['quantity'] : undefined);
  if (here === undefined) return undefined;
  const held = shelf.held.filter((hold) => store === undefined || hold.store === store || hold.store === anywhere);
  return numberOf(here) - held.reduce((sum, { quantity }) => sum + quantity, 0);
}

export interface Wanted {
  readonly offer: unknown;
  readonly quantity: number;
}

/** Holds everything for an order, or nothing: then says what is missing, and how many of it. */
export function hold(
  wanted: readonly Wanted[],
  order: string,
  store: string | undefined,
  read: Read,
  write: Write,
): readonly { readonly offer: unknown; readonly missing: number }[] {
  const sums = new Map<string, Wanted>();
  for (const each of wanted) {
    const name = offerName(each.offer) ?? '';
    sums.set(name, { offer: each.offer, quantity: (sums.get(name)?.quantity ?? 0) + each.quantity });
  }
  // What the order holds already is not asked for twice.
  release(
    order,
    [...sums.values()].map(({ offer }) => offer),
    read,
    write,
  );
  const missing = [...sums.values()].flatMap(({ offer, quantity }) => {
    const available = Math.max(0, availableOf(offer, store, read) ?? 0);
    return available >= quantity ? [] : [{ offer, missing: quantity - available }];
  });
  if (missing.length > 0) return missing;
  for (const { offer, quantity } of sums.values())
    for (const name of namesOf(offer)) {
      const shelf = shelfOf(read(name));
      write(name, JSON.stringify({ ...shelf, held: [...shelf.held, { order, store: store ?? anywhere, quantity }] }));
    }
  return [];
}

/** Lets go what an order holds of these offers. */
export function release(order: string, offers: readonly unknown[], read: Read, write: Write): void {
  for (const name of offers.flatMap(namesOf)) {
    const shelf = shelfOf(read(name));
    const held = shelf.held.filter((each) => each.order !== order);
    if (held.length < shelf.held.length) write(name, JSON.stringify({ ...shelf, held }));
  }
}

function piecesOf({ pieces }: Shelf, store: string | undefined): number | undefined {
  if (store !== undefined) return pieces[store];
  const { [anywhere]: whole, ...stores } = pieces;
  const each = Object.values(stores);
  return whole ?? (each.length === 0 ? undefined : each.reduce((sum, one) => sum + one, 0));
}

/** Every name that the offer has: a log may know it by another than the order. */
function namesOf(offer: unknown): readonly string[] {
  if (!isObject(offer)) {
    const name = offerName(offer);
    return name === undefined ? [] : [shelfName(name)];
  }
  return identities.flatMap((field) =>
    offer[field] === undefined || offer[field] === null ? [] : [shelfName(`${field}:${String(offer[field])}`)],
  );
}

function shelfName(name: string): string {
  return `stock:${name}`;
}

function shelfOf(text: string | undefined): Shelf {
  // Written above alone.
  return text === undefined ? { pieces: {}, held: [] } : (JSON.parse(text) as Shelf);
}
