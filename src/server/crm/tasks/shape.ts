import { flag, integer, minute, oneOf, text, type Shape } from '../api/members.js';
import { present } from '../api/answers.js';
import { customerStub } from '../customers/show.js';
import { watch, type Watched } from '../history/changes.js';
import { get, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

export const taskShape: Shape = {
  text: text(1000),
  commentary: text(10_000),
  datetime: minute,
  complete: flag,
  performerId: integer(1),
  performerType: oneOf('user', 'group'),
  phone: text(),
  phoneSite: text(),
};

export const watchedTask: readonly Watched[] = [
  watch('text', 'text'),
  watch('commentary', 'commentary'),
  watch('datetime', 'datetime'),
  watch('complete', 'complete'),
  watch('performer', 'performer', 'id'),
  watch('performerType', 'performer_type'),
  watch('customer.id', 'customer', 'id'),
  watch('order.id', 'order', 'id'),
  watch('phone', 'phone'),
  watch('completedAt', 'completed_at'),
];

/** A task with the names of its order and customer as they are now. */
export function showTask(store: Store, { id, document }: Stored): Document {
  const {
    text: words,
    commentary,
    datetime,
    createdAt,
    complete,
    creator,
    performer,
    performerType,
    ...rest
  } = document;
  const { customer, order, ...others } = rest;
  return present({
    id,
    text: words,
    commentary,
    datetime,
    createdAt,
    complete,
    creator,
    performer,
    performerType,
    customer: named(store, 'customers', customer, customerStub),
    order: named(store, 'orders', order, (stored) => {
      const { externalId, number, site } = stored.document;
      return present({ id: stored.id, externalId, number, site });
    }),
    ...others,
  });
}

function named(
  store: Store,
  collection: 'customers' | 'orders',
  kept: unknown,
  show: (stored: Stored) => Document,
): unknown {
  if (kept === undefined) return undefined;
  const stored = get(store, collection, (kept as { id: number }).id); // write.ts stores it so
  return stored ? show(stored) : kept;
}
