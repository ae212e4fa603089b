import { formatInstant, instant, type Instant } from '../../model/instant.js';
import { day, hour, minute } from '../../model/zone.js';
import type { DemoCustomer } from '../customers.js';
import { goods } from '../goods.js';
import type { Happening } from '../happening.js';
import { workingMoment } from '../shopTime.js';
import type { Telling } from './index.js';

const managers = [1, 2, 3];
const methods = ['shopping-cart', 'phone', 'one-click', 'landing-page', 'messenger', 'offline'];
const reasons = ['Передумал', 'Нашёл дешевле', 'Долго ждать'];

interface Field {
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** One order from the basket to the review: call-backs, thinking, waiting for goods or money, the pick-up point, a return. */
export function orderLife(customer: DemoCustomer, placedAt: Instant, telling: Telling): readonly Happening[] {
  const { dice, time } = telling;
  const id = telling.next();
  const told: Happening[] = [];
  const tell = (at: Instant, type: string, data: Readonly<Record<string, unknown>>): void =>
    void told.push({ at, type, subject: `order/${id}`, data });
  const order = placedOrder(id, customer, telling);
  let status = 'new';
  let at = placedAt;
  const later = (from: number, to: number, unit: number): void => {
    at = instant(at + dice.between(from, to) * unit + dice.between(0, 59) * minute);
  };
  const change = (...changes: Field[]): void =>
    tell(at, 'order.changed', { order: { id }, customer: { id: customer.id }, changes });
  const move = (next: string, ...more: Field[]): void => {
    change({ field: 'status', old: status, new: next }, ...more);
    status = next;
  };
  const atWork = (): void => {
    at = workingMoment(time, at);
  };
  const cancel = (why: string, comment = dice.pick(reasons)): readonly Happening[] => {
    atWork();
    move(why, { field: 'statusComment', old: null, new: comment });
    return told;
  };

  tell(placedAt, 'order.created', { order, customer });
  later(0, 2, hour);
  atWork();
  for (const attempt of [1, 2, 3, 4]) {
    if (!dice.chance(attempt === 1 ? 0.25 : 0.45)) break;
    move(`no-answer-${attempt}`);
    later(1, attempt * 3, hour);
    atWork();
  }
  if (status === 'no-answer-4') return cancel('no-call', 'Не дозвонились');
  if (dice.chance(0.02)) {
    move('wrong-phone');
    later(1, 2, day);
    return cancel('cancel-other', 'Неверный номер');
  }
  if (dice.chance(0.06)) {
    move('thinking');
    later(2, 40, hour);
    if (dice.chance(0.6)) return cancel('prices-did-not-suit');
    atWork();
  }
  if (dice.chance(0.04)) {
    const callAt = workingMoment(time, instant(at + dice.between(1, 20) * day));
    move('deferred-demand', { field: 'customFields.callAt', old: null, new: formatInstant(callAt).slice(0, 10) });
    at = instant(callAt + hour);
    atWork();
  }
  if (dice.chance(0.06)) {
    move('wait-stock');
    later(20, 200, hour);
    if (dice.chance(0.3)) return cancel('no-product', 'Нет в наличии');
    atWork();
    move('availability-confirmed');
    later(1, 5, hour);
    atWork();
  }
  if (dice.chance(0.08)) return cancel('cancel-other');
  move('client-confirmed');

  later(0, 1, hour);
  const prepaid = dice.chance(0.6);
  if (prepaid) {
    move('awaiting-payment');
    later(0, 30, hour);
    if (dice.chance(0.06)) {
      const payment = { id, type: 'bank-card', status: 'fail', amount: order.totalSumm };
      tell(at, 'payment.failed', { payment, order: { id }, customer: { id: customer.id } });
      later(1, 20, hour);
    }
    if (dice.chance(0.12)) return cancel('cancel-other', 'Не оплачен');
    change({ field: 'payments.status', old: 'not-paid', new: 'paid' });
    later(0, 3, hour);
  }
  atWork();
  move('send-to-assembling');
  later(1, 8, hour);
  atWork();
  move('assembling');
  later(2, 10, hour);
  atWork();
  move('assembling-complete');
  later(1, 8, hour);
  atWork();
  move(
    'delivering',
    { field: 'delivery.data.trackNumber', old: null, new: `RU${id}` },
    { field: 'shipped', old: false, new: true },
  );
  later(24, 96, hour);
  if (order.delivery.code === 'self-delivery') {
    move('at-pickup');
    later(3, 190, hour);
    if (dice.chance(0.06)) return cancel('cancel-other', 'Не забрал');
  }
  move('complete', ...(prepaid ? [] : [{ field: 'payments.status', old: 'not-paid', new: 'paid' }]));
  if (dice.chance(0.04)) {
    later(24, 240, hour);
    atWork();
    move('returned');
    return told;
  }
  if (dice.chance(0.3)) {
    later(4, 14 * 24, hour);
    const score = [1, 2, 3, 4, 5][dice.weighted([7, 5, 8, 20, 60])]!;
    const hasText = dice.chance(0.6);
    const review = { id: `review-${id}`, score, hasText, ...(hasText && { text: score > 3 ? 'Хорошо' : 'Плохо' }) };
    tell(at, 'review.posted', { review, order: { id }, customer: { id: customer.id } });
  }
  return told;
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
    payments: [{ id, type: 'bank-card', status: 'not-paid', amount: summ + cost }],
    customer: { id: customer.id },
  };
}
