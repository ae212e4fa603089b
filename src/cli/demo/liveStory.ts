import type { AutomationClient } from '../../crm/automation.js';
import type { CrmClient } from '../../crm/client.js';
import { formatInstant, type Instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';

/** Who acts in the story: the shop's own system with its own key, and the events that the CRM's history does not carry. */
export interface Actors {
  readonly shop: CrmClient;
  readonly automation: AutomationClient;
}

export interface Scene {
  /** Day of the story (0: Monday) and local time. */
  readonly day: number;
  readonly clock: string;
  readonly told: string;
  readonly happens: (actors: Actors, cast: Cast, at: Instant) => Promise<void>;
}

/** Orders by the names that the story gives them. */
export type Cast = Map<string, { readonly order: number; readonly customer: number }>;

const tea = { offer: { name: 'Чай чёрный, 250 г' }, productName: 'Чай чёрный, 250 г', initialPrice: 420, quantity: 2 };
const pot = { offer: { name: 'Чайник заварочный' }, productName: 'Чайник заварочный', initialPrice: 1850, quantity: 1 };

/** Two days of a shop: calls that nobody answers, a payment, a cancellation, a forgotten cart, a bad review, an order at night. */
export const story: readonly Scene[] = [
  { day: 0, clock: '09:05', told: 'Анна заказывает чай', happens: order('Анна', 'anna', [tea]) },
  { day: 0, clock: '09:40', told: 'менеджер не дозвонился Анне', happens: edit('Анна', { status: 'no-answer-1' }) },
  { day: 0, clock: '11:00', told: 'дозвонился: согласовано', happens: edit('Анна', { status: 'client-confirmed' }) },
  { day: 0, clock: '11:20', told: 'Пётр заказывает чайник', happens: order('Пётр', 'petr', [pot]) },
  { day: 0, clock: '11:45', told: 'Анна платит', happens: pay('Анна') },
  {
    day: 0,
    clock: '12:30',
    told: 'Пётр передумал',
    happens: edit('Пётр', { status: 'cancel-other', statusComment: 'Передумал' }),
  },
  { day: 0, clock: '13:10', told: 'Мария собирает корзину и уходит', happens: leaveCart },
  { day: 0, clock: '18:40', told: 'Анна ставит оценку 1 (отдел уже закрыт)', happens: review('Анна', 1) },
  { day: 0, clock: '23:30', told: 'Олег заказывает ночью', happens: order('Олег', 'oleg', [tea, pot]) },
];

function order(name: string, mailbox: string, items: readonly object[]): Scene['happens'] {
  return async ({ shop }, cast) => {
    const answer = await shop.call({
      method: 'POST',
      path: 'orders/create',
      body: {
        order: {
          firstName: name,
          email: `${mailbox}@example.com`,
          managerId: 2,
          items,
          payments: [{ type: 'bank-card', status: 'not-paid' }],
        },
      },
    });
    const customer =
      isObject(answer['order']) && isObject(answer['order']['customer'])
        ? Number(answer['order']['customer']['id'])
        : 0;
    cast.set(name, { order: Number(answer['id']), customer });
  };
}

function edit(name: string, fields: Readonly<Record<string, unknown>>): Scene['happens'] {
  return async ({ shop }, cast) => {
    await shop.call({
      method: 'POST',
      path: `orders/${cast.get(name)!.order}/edit`,
      body: { by: 'id', order: fields },
    });
  };
}

function pay(name: string): Scene['happens'] {
  return async ({ shop }, cast) => {
    const { order: id } = cast.get(name)!;
    const answer = await shop.call({ method: 'GET', path: `orders/${id}`, query: { by: 'id' } });
    const payments =
      isObject(answer['order']) && isObject(answer['order']['payments'])
        ? Object.values(answer['order']['payments'])
        : [];
    for (const payment of payments.filter(isObject))
      await shop.call({
        method: 'POST',
        path: `orders/payments/${String(payment['id'])}/edit`,
        body: { by: 'id', payment: { status: 'paid' } },
      });
  };
}

function review(name: string, score: number): Scene['happens'] {
  return async ({ automation }, cast, at) => {
    const { order: id, customer } = cast.get(name)!;
    const data = { order: { id }, review: { id: `review-${id}`, score }, customer: { id: customer } };
    await automation.sendEvents([
      { id: `review-${id}`, source: 'site', type: 'review.posted', time: formatInstant(at), data },
    ]);
  };
}

async function leaveCart({ shop, automation }: Actors, _cast: Cast, at: Instant): Promise<void> {
  const { id } = await shop.call({
    method: 'POST',
    path: 'customers/create',
    body: { customer: { firstName: 'Мария', email: 'maria@example.com' } },
  });
  const data = {
    cart: { items: [{ offer: { id: 103 }, quantity: 1 }], updatedAt: formatInstant(at) },
    customer: { id },
  };
  await automation.sendEvents([
    { id: `cart-${String(id)}`, source: 'site', type: 'cart.changed', time: formatInstant(at), data },
  ]);
}
