import { instant, type Instant } from '../../model/instant.js';
import { minute } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import type { Happening } from '../happening.js';
import { workingMoment } from '../shopTime.js';
import type { Telling } from './telling.js';

export interface FieldChange {
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** The course of one order: where its clock and its status stand, and what has been told of it. */
export interface Life {
  readonly told: readonly Happening[];
  readonly status: string;
  readonly at: Instant;
  tell(type: string, data: Readonly<Record<string, unknown>>): void;
  change(...changes: FieldChange[]): void;
  /** To another status, with other fields in the same save. */
  move(next: string, ...more: FieldChange[]): void;
  /** Some time passes: so many units, and minutes. */
  later(from: number, to: number, unit: number): void;
  /** The clock goes on to the next working moment. */
  atWork(): void;
  jump(at: Instant): void;
}

/** `by`: who makes the changes, where the log tells. */
export function startLife(
  id: number,
  customer: DemoCustomer,
  placedAt: Instant,
  { dice, time }: Telling,
  by?: { readonly source: string; readonly user: number },
): Life {
  const told: Happening[] = [];
  let [at, status] = [placedAt, 'new'];
  const life: Life = {
    told,
    get at() {
      return at;
    },
    get status() {
      return status;
    },
    tell: (type, data) => void told.push({ at, type, subject: `order/${id}`, data }),
    change: (...changes) =>
      life.tell('order.changed', { order: { id }, customer: { id: customer.id }, changes, ...(by && { by }) }),
    move(next, ...more) {
      life.change({ field: 'status', old: status, new: next }, ...more);
      status = next;
    },
    later(from, to, unit) {
      at = instant(at + dice.between(from, to) * unit + dice.between(0, 59) * minute);
    },
    atWork() {
      at = workingMoment(time, at);
    },
    jump(moment) {
      at = moment;
    },
  };
  return life;
}
