import { instant, type Instant } from '../../model/instant.js';

/** Bonuses that were given together: they become spendable, expire and are spent together. */
export interface Lot {
  readonly id: string;
  readonly amount: number;
  readonly left: number;
  readonly activates: number;
  /** Absent: never. */
  readonly expires?: number;
  readonly order?: string;
}

/** A spending, with the lots that it took from. */
export interface Charge {
  readonly id: string;
  readonly order?: string;
  readonly parts: readonly ChargePart[];
}

interface ChargePart {
  readonly lot: string;
  readonly amount: number;
  /** How much of it was given back; absent: nothing. */
  readonly back?: number;
  readonly expires?: number;
}

/** Bonuses of one customer in one program. */
export interface Ledger {
  readonly lots: readonly Lot[];
  readonly charges: readonly Charge[];
}

export interface Balance {
  /** Can be spent now. */
  readonly active: number;
  /** Given, not to be spent yet. */
  readonly pending: number;
  readonly spent: number;
  /** When the next of the active ones expire. */
  readonly nextExpiry?: Instant;
}

export const empty: Ledger = { lots: [], charges: [] };

/** `opening`: what the customer had before anything was written down. */
export function readLedger(text: string | undefined, opening = 0): Ledger {
  // Written by `JSON.stringify` of a Ledger alone.
  if (text !== undefined) return JSON.parse(text) as Ledger;
  return opening > 0 ? { ...empty, lots: [{ id: 'opening', amount: opening, left: opening, activates: 0 }] } : empty;
}

export function balanceOf({ lots, charges }: Ledger, now: Instant): Balance {
  const active = lots.filter((lot) => isActive(lot, now));
  const expiries = active.flatMap(({ expires, left }) => (expires === undefined || left <= 0 ? [] : [expires]));
  return {
    active: money(sum(active.map(({ left }) => left))),
    pending: money(sum(lots.filter(({ activates }) => activates > now).map(({ left }) => left))),
    spent: money(sum(charges.flatMap(({ parts }) => parts.map(kept)))),
    ...(expiries.length > 0 && { nextExpiry: instant(Math.min(...expiries)) }),
  };
}

/** When the balance changes by time alone: lots become spendable, and expire. */
export function changesOf({ lots }: Ledger): readonly Instant[] {
  return lots
    .flatMap(({ activates, expires }) => (expires === undefined ? [activates] : [activates, expires]))
    .map(instant);
}

export function credit(ledger: Ledger, lot: Omit<Lot, 'left'>): Ledger {
  return { ...ledger, lots: [...ledger.lots, { ...lot, left: lot.amount }] };
}

/** Spends what expires first; `undefined` when there is not enough. */
export function charge(
  ledger: Ledger,
  wanted: { readonly id: string; readonly amount: number; readonly order?: string },
  now: Instant,
): Ledger | undefined {
  let due = wanted.amount;
  const parts: Charge['parts'][number][] = [];
  const spending = new Map<string, number>();
  for (const lot of ledger.lots.filter((each) => isActive(each, now)).sort(byExpiry)) {
    const taken = money(Math.min(due, lot.left));
    if (taken <= 0) continue;
    due = money(due - taken);
    spending.set(lot.id, taken);
    parts.push({ lot: lot.id, amount: taken, ...(lot.expires !== undefined && { expires: lot.expires }) });
  }
  if (due > 0) return undefined;
  const { id, order } = wanted;
  return {
    lots: ledger.lots.map((lot) => ({ ...lot, left: money(lot.left - (spending.get(lot.id) ?? 0)) })),
    charges: [...ledger.charges, { id, parts, ...(order !== undefined && { order }) }],
  };
}

/** Takes back a share of what an order was given; what is spent already stays spent. Gives what was taken. */
export function reverseCredits(
  ledger: Ledger,
  order: string,
  share: number,
  now: Instant,
): { readonly ledger: Ledger; readonly amount: number } {
  let taken = 0;
  const lots = ledger.lots.map((lot) => {
    if (lot.order !== order || isExpired(lot, now)) return lot;
    const amount = money(Math.min(lot.left, lot.amount * share));
    taken += amount;
    return { ...lot, left: money(lot.left - amount) };
  });
  return { ledger: { ...ledger, lots }, amount: money(taken) };
}

export interface Returned {
  readonly amount: number;
  readonly expires?: number;
}

/**
 * Gives back a share of what was once spent on an order, each part with its old expiry, until all of it is back; what
 * would have expired stays gone.
 */
export function reverseCharges(
  ledger: Ledger,
  order: string,
  share: number,
  now: Instant,
  id: string,
): { readonly ledger: Ledger; readonly returned: readonly Returned[] } {
  const returned: Returned[] = [];
  const charges = ledger.charges.map((each) => {
    if (each.order !== order) return each;
    const parts = each.parts.map((part) => {
      const amount = money(Math.min(kept(part), part.amount * share));
      if (amount > 0 && (part.expires === undefined || part.expires > now))
        returned.push({ amount, ...(part.expires !== undefined && { expires: part.expires }) });
      return { ...part, back: money((part.back ?? 0) + amount) };
    });
    return { ...each, parts };
  });
  const lots = returned.map(({ amount, expires }, index) => ({
    id: `${id}-${index + 1}`,
    amount,
    left: amount,
    activates: 0,
    ...(expires !== undefined && { expires }),
  }));
  return { ledger: { lots: [...ledger.lots, ...lots], charges }, returned };
}

/** What is still spent of it. */
function kept({ amount, back = 0 }: ChargePart): number {
  return amount - back;
}

function isActive(lot: Lot, now: Instant): boolean {
  return lot.activates <= now && !isExpired(lot, now);
}

function isExpired({ expires }: Lot, now: Instant): boolean {
  return expires !== undefined && expires <= now;
}

function byExpiry(a: Lot, b: Lot): number {
  return (a.expires ?? Infinity) - (b.expires ?? Infinity) || a.activates - b.activates || 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function money(value: number): number {
  return Math.round(value * 100) / 100;
}
