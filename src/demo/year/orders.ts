import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { day, hour } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import { goods } from '../goods.js';
import type { Happening } from '../happening.js';
import { workingMoment } from '../shopTime.js';
import { startLife, type FieldChange, type Life } from './life.js';
import type { Telling } from './telling.js';

const managers = [1, 2, 3];
const methods = ['shopping-cart', 'phone', 'one-click', 'landing-page', 'messenger', 'offline'];
const reasons = ['Передумал', 'Нашёл дешевле', 'Долго ждать'];

type Order = ReturnType<typeof placedOrder>;

/** One order from the basket to the review: call-backs, thinking, waiting for goods or money, the pick-up point, a return. */
export function orderLife(customer: DemoCustomer, placedAt: Instant, telling: Telling): readonly Happening[] {
  const id = telling.next();
  const order = placedOrder(id, customer, telling);
  const life = startLife(id, customer, placedAt, telling);
  life.tell('order.created', { order, customer });
  const stages = [reach, agree, pay, send, after];
  for (const stage of stages) if (stage(life, order, telling) === 'ends') break;
  return life.told;
}

type Stage = (life: Life, order: Order, telling: Telling) => 'goes on' | 'ends';

/** The shop calls; up to four times nobody answers. */
const reach: Stage = (life, _order, { dice }) => {
  life.later(0, 2, hour);
  life.atWork();
  for (const attempt of [1, 2, 3, 4]) {
    if (!dice.chance(attempt === 1 ? 0.25 : 0.45)) break;
    life.move(`no-answer-${attempt}`);
    life.later(1, attempt * 3, hour);
    life.atWork();
  }
  if (life.status === 'no-answer-4') return cancel(life, 'no-call', 'Не дозвонились');
  if (!dice.chance(0.02)) return 'goes on';
  life.move('wrong-phone');
  life.later(1, 2, day);
  return cancel(life, 'cancel-other', 'Неверный номер');
};

/** Some think, some want it later, some goods are not there. */
const agree: Stage = (life, _order, { dice, time }) => {
  if (dice.chance(0.06)) {
    life.move('thinking');
    life.later(2, 40, hour);
    if (dice.chance(0.6)) return cancel(life, 'prices-did-not-suit', dice.pick(reasons));
    life.atWork();
  }
  if (dice.chance(0.04)) {
    const callAt = workingMoment(time, instant(life.at + dice.between(1, 20) * day));
    life.move('deferred-demand', { field: 'customFields.callAt', old: null, new: formatInstant(callAt).slice(0, 10) });
    life.jump(instant(callAt + hour));
    life.atWork();
  }
  if (dice.chance(0.06)) {
    life.move('wait-stock');
    life.later(20, 200, hour);
    if (dice.chance(0.3)) return cancel(life, 'no-product', 'Нет в наличии');
    life.atWork();
    life.move('availability-confirmed');
    life.later(1, 5, hour);
    life.atWork();
  }
  if (dice.chance(0.08)) return cancel(life, 'cancel-other', dice.pick(reasons));
  life.move('client-confirmed');
  return 'goes on';
};

/** Most pay before the delivery, a few only at the second try, a few never. */
const pay: Stage = (life, order, { dice }) => {
  life.later(0, 1, hour);
  if (!isPrepaid(order)) return 'goes on';
  life.move('awaiting-payment');
  life.later(0, 30, hour);
  if (dice.chance(0.06)) {
    const payment = { id: order.id, type: 'bank-card', status: 'fail', amount: order.totalSumm };
    life.tell('payment.failed', { payment, order: { id: order.id }, customer: order.customer });
    life.later(1, 20, hour);
  }
  if (dice.chance(0.12)) return cancel(life, 'cancel-other', 'Не оплачен');
  life.change(paid);
  life.later(0, 3, hour);
  return 'goes on';
};

const send: Stage = (life, order, { dice }) => {
  for (const [status, from, to] of [
    ['send-to-assembling', 1, 8],
    ['assembling', 2, 10],
    ['assembling-complete', 1, 8],
  ] as const) {
    life.atWork();
    life.move(status);
    life.later(from, to, hour);
  }
  life.atWork();
  const track = { field: 'delivery.data.trackNumber', old: null, new: `RU${order.id}` };
  life.move('delivering', track, { field: 'shipped', old: false, new: true });
  life.later(24, 96, hour);
  if (order.delivery.code === 'self-delivery') {
    life.move('at-pickup');
    life.later(3, 190, hour);
    if (dice.chance(0.06)) return cancel(life, 'cancel-other', 'Не забрал');
  }
  life.move('complete', ...(isPrepaid(order) ? [] : [paid]));
  return 'goes on';
};

/** A few come back; a third is reviewed. */
const after: Stage = (life, order, { dice }) => {
  if (dice.chance(0.04)) {
    life.later(24, 240, hour);
    life.atWork();
    life.move('returned');
    return 'ends';
  }
  if (!dice.chance(0.3)) return 'ends';
  life.later(4, 14 * 24, hour);
  const score = [1, 2, 3, 4, 5][dice.weighted([7, 5, 8, 20, 60])]!;
  const hasText = dice.chance(0.6);
  const review = {
    id: `review-${order.id}`,
    score,
    hasText,
    ...(hasText && { text: score > 3 ? 'Хорошо' : 'Плохо' }),
  };
  life.tell('review.posted', { review, order: { id: order.id }, customer: order.customer });
  return 'ends';
};

function isPrepaid({ payments }: Order): boolean {
  return payments[0]!.type === 'bank-card';
}

const paid: FieldChange = { field: 'payments.status', old: 'not-paid', new: 'paid' };

function cancel(life: Life, status: string, comment: string): 'ends' {
  life.atWork();
  life.move(status, { field: 'statusComment', old: null, new: comment });
  return 'ends';
}

function placedOrder(id: number, customer: DemoCustomer, { dice }: Telling) {
  const items = Array.from({ length: dice.between(1, 3) }, (_, index) => {
    const { price, name, ...offer } = dice.pick(goods);
    const quantity = dice.between(1, 2);
    return { id: id * 10 + index, quantity, initialPrice: price, offer: { ...offer, name, displayName: name } };
  });
  const summ = items.reduce((sum, item) => sum + item.quantity * item.initialPrice, 0);
  const cost = summ >= 3000 ? 0 : 300;
  return {
    id,
    number: `${id}A`,
    status: 'new',
    orderType: 'eshop-individual',
    orderMethod: methods[dice.weighted([60, 12, 10, 6, 8, 4])]!,
    managerId: dice.pick(managers),
    firstName: customer.firstName,
    phone: customer.phones[0]?.number,
    email: customer.email,
    summ,
    totalSumm: summ + cost,
    items,
    delivery: { code: dice.pick(['courier', 'self-delivery', 'russian-post']), cost },
    payments: [{ id, type: dice.chance(0.6) ? 'bank-card' : 'cash', status: 'not-paid', amount: summ + cost }],
    customer: { id: customer.id },
  };
}
