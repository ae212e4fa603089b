import { instant, type Instant } from '../model/instant.js';
import { day, hour, minute } from '../model/zone.js';
import { workingMoment, type ShopTime } from './shopTime.js';
import type { DemoCustomer } from './customers.js';
import type { Happening } from './happening.js';
import { goods } from './goods.js';
import type { Dice } from './random.js';

const managers = [1, 2, 3];

/** The life of one order, from the basket to the review or the cancellation. */
export function orderStory(
  id: number,
  customer: DemoCustomer,
  placedAt: Instant,
  dice: Dice,
  time: ShopTime,
): readonly Happening[] {
  const story: Happening[] = [];
  const tell = (at: Instant, type: string, data: Record<string, unknown>): void => {
    story.push({ at, type, subject: `order/${id}`, data });
  };
  const change = (at: Instant, ...changes: { field: string; old: unknown; new: unknown }[]): void =>
    tell(at, 'order.changed', { order: { id }, changes, customer: { id: customer.id } });

  const order = makeOrder(id, customer, dice);
  tell(placedAt, 'order.created', { order, customer });

  let status = 'new';
  const move = (at: Instant, next: string, ...more: { field: string; old: unknown; new: unknown }[]): void => {
    change(at, { field: 'status', old: status, new: next }, ...more);
    status = next;
  };
  let at = workingMoment(time, instant(placedAt + dice.between(5, 90) * minute));
  for (const attempt of [1, 2, 3, 4]) {
    if (!dice.chance(attempt === 1 ? 0.28 : 0.45)) break;
    move(at, `no-answer-${attempt}`);
    at = workingMoment(time, instant(at + dice.between(1, attempt * 3) * hour + dice.between(0, 59) * minute));
  }
  if (status === 'no-answer-4' || dice.chance(0.07)) {
    move(at, dice.chance(0.2) ? 'no-product' : 'cancel-other', {
      field: 'statusComment',
      old: null,
      new: dice.pick(['Передумал', 'Нашёл дешевле', 'Не дозвонились']),
    });
    return story;
  }
  move(at, 'client-confirmed');
  const paysAtOnce = dice.chance(0.6);
  const paid = { field: 'payments.status', old: 'not-paid', new: 'paid' };
  at = instant(at + (paysAtOnce ? dice.between(5, 240) * minute : dice.between(20, 60) * hour));
  if (!paysAtOnce && dice.chance(0.2)) {
    move(workingMoment(time, at), 'cancel-other', { field: 'statusComment', old: null, new: 'Не оплачен' });
    return story;
  }
  change(at, paid);
  at = workingMoment(time, instant(at + dice.between(1, 10) * hour));
  move(at, 'assembling');
  at = workingMoment(time, instant(at + dice.between(3, 20) * hour));
  move(at, 'delivering', { field: 'shipped', old: false, new: true });
  at = instant(at + dice.between(1, 4) * day + dice.between(0, 8) * hour);
  if (dice.chance(0.55)) {
    move(at, 'at-pickup');
    at = instant(at + dice.between(3, 150) * hour);
    if (dice.chance(0.05)) {
      move(workingMoment(time, at), 'cancel-other', { field: 'statusComment', old: null, new: 'Не забрал' });
      return story;
    }
  }
  move(at, 'complete');
  if (dice.chance(0.35)) {
    const reviewAt = instant(at + dice.between(4, 14 * 24) * hour);
    const score = [1, 2, 3, 4, 5][dice.weighted([8, 5, 8, 20, 59])]!;
    tell(reviewAt, 'review.posted', {
      order: { id },
      review: { id: `review-${id}`, score },
      customer: { id: customer.id },
    });
  }
  return story;
}

function makeOrder(id: number, customer: DemoCustomer, dice: Dice): Record<string, unknown> {
  const items = Array.from({ length: dice.between(1, 3) }, (_, index) => {
    const { price, ...offer } = dice.pick(goods);
    return { id: id * 10 + index, quantity: dice.between(1, 2), initialPrice: price, offer };
  });
  const summ = items.reduce((sum, item) => sum + item.quantity * item.initialPrice, 0);
  const cost = summ >= 3000 ? 0 : 300;
  return {
    id,
    number: `D-${id}`,
    status: 'new',
    orderType: 'eshop-individual',
    orderMethod: 'shopping-cart',
    managerId: dice.pick(managers),
    summ,
    totalSumm: summ + cost,
    items,
    delivery: { code: dice.pick(['courier', 'self-delivery']), cost },
    payments: [{ id, type: 'bank-card', status: 'not-paid', amount: summ + cost }],
    customer: { id: customer.id },
  };
}
