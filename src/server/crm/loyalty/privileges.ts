import { isObject } from '../../../model/json.js';
import { round } from '../orders/sums.js';
import type { Level } from './programs.js';

export const privilegeTypes = ['none', 'personal', 'loyalty_level', 'loyalty_events'] as const;

/** What a privilege is worth for goods of some value: an order has one privilege, and bonuses beside it. */
export interface Worth {
  readonly privilegeType: string;
  /** Money off. */
  readonly discount: number;
  /** Bonuses that come when the order is complete. */
  readonly creditBonuses: number;
  /** Bonuses that can be spent on it. */
  readonly maxChargeBonuses: number;
}

export interface Holder {
  readonly level: Level | undefined;
  /** Bonuses that can be spent now; `undefined`: no member. */
  readonly amount: number | undefined;
  readonly chargeRate: number;
  /** Percent. */
  readonly personalDiscount: number;
}

/** The privileges that are open to a customer for goods of this value, the plain price first. */
export function worthOf(goods: number, holder: Holder): readonly Worth[] {
  const { level, amount, chargeRate, personalDiscount } = holder;
  const worth = (privilegeType: string, discount: number, creditBonuses: number): Worth => ({
    privilegeType,
    discount,
    creditBonuses,
    maxChargeBonuses: amount === undefined ? 0 : round(Math.min(amount, (goods - discount) / chargeRate)),
  });
  return [
    worth('none', 0, 0),
    ...(personalDiscount > 0 ? [worth('personal', percentOf(goods, personalDiscount), 0)] : []),
    ...(level ? [worth('loyalty_level', percentOf(goods, discountPercent(level)), creditOf(level, goods))] : []),
  ];
}

/** Percent off that a level gives; the other kinds of levels give bonuses. */
export function discountPercent(level: unknown): number {
  return isObject(level) && level['type'] === 'discount' ? Number(level['privilegeSize']) : 0;
}

/** Bonuses that a level gives for goods that were paid with so much money. */
export function creditOf(level: unknown, paid: number): number {
  if (!isObject(level)) return 0;
  const size = Number(level['privilegeSize']);
  if (level['type'] === 'bonus_percent') return percentOf(paid, size);
  return level['type'] === 'bonus_converting' && size > 0 ? Math.floor(paid / size) : 0;
}

function percentOf(sum: number, percent: number): number {
  return round((sum * percent) / 100);
}
