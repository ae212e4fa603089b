import type { Form, Subject } from '../pipelang/translate.js';

export interface CopiedEvent {
  readonly titles: RegExp;
  /** Whose change set its conditions see. */
  readonly subject?: Subject;
  /** Objects that its conditions see. */
  readonly names: readonly string[];
  /** What it is when no condition says more. */
  readonly on: readonly Form[];
  /** It comes after another trigger. */
  readonly after?: true;
}

const call = ['call', 'order', 'customer'];

/**
 * The CRM's events in the words of its form. Without a condition on the change set a trigger of the CRM fires at every
 * save: a creation, or any change.
 */
export const copiedEvents: readonly CopiedEvent[] = [
  {
    titles: /^(изменение заказа|change of order|order change|cambio de pedido)/i,
    subject: 'order',
    names: ['order', 'customer'],
    on: [{ event: 'order.created' }, { changed: 'order' }],
  },
  {
    titles: /^(изменение (информации о )?клиент|change of customer|customer change)/i,
    subject: 'customer',
    names: ['customer'],
    on: [{ event: 'customer.created' }, { changed: 'customer' }],
  },
  { titles: /^(пропущенный звонок|missed call)/i, names: call, on: [{ event: 'call.missed' }] },
  {
    titles: /^(новый звонок|new call)/i,
    names: call,
    on: [{ event: 'call.incoming' }, { event: 'call.missed' }, { event: 'call.outgoing' }],
  },
  {
    titles: /^(клиент заш[её]л на сайт|customer visited)/i,
    names: ['customer', 'visit'],
    on: [{ event: 'visit.started' }],
  },
  { titles: /^(клиент уходит с сайта|customer leaves)/i, names: ['customer', 'visit'], on: [{ event: 'visit.ended' }] },
  {
    titles: /^(после выполнения триггера по заказу|after a trigger is executed for an order)/i,
    names: ['order', 'customer'],
    on: [],
    after: true,
  },
  {
    titles: /^(после выполнения триггера по клиенту|after a trigger is executed for a customer)/i,
    names: ['customer'],
    on: [],
    after: true,
  },
];
