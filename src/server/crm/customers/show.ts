import { phpMap, present } from '../api/answers.js';
import { segmentsOf } from '../segments/rows.js';
import type { Document, Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { showSubscriptions } from './subscriptions.js';
import { totalsOf } from './totals.js';

/** A customer as `customers/{id}` gives it. */
export function showCustomer(store: Store, stored: Stored): Document {
  return { ...showInOrder(store, stored), customerSubscriptions: showSubscriptions(stored.document), mgCustomers: [] };
}

/** A customer as an order repeats it. */
export function showInOrder(store: Store, { id, document }: Stored): Document {
  const { type, externalId, isContact, createdAt, managerId, vip, bad, site, contragent, tags, customFields, ...rest } =
    document;
  const { subscriptions: _kept, source, personalDiscount, cumulativeDiscount, address, ...person } = rest;
  const totals = totalsOf(store, id);
  return present({
    type,
    id,
    externalId,
    isContact,
    createdAt,
    managerId,
    vip,
    bad,
    site,
    contragent,
    tags,
    marginSumm: totals.marginSumm,
    totalSumm: totals.totalSumm,
    averageSumm: totals.averageSumm,
    ordersCount: totals.ordersCount,
    costSumm: totals.costSumm,
    customFields: phpMap(customFields),
    personalDiscount,
    cumulativeDiscount,
    address,
    source,
    segments: segmentsOf(store, id),
    ...person,
    presumableSex: person['sex'],
  });
}

/** How other entities name a customer. */
export function customerStub({ id, document }: Stored): Document {
  return present({ site: document['site'], id, externalId: document['externalId'], type: document['type'] });
}
