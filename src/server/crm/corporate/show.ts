import { isObject } from '../../../model/json.js';
import { phpMap, present } from '../api/answers.js';
import type { Document, Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { addresses, companies, contacts } from './parts.js';
import { mainPart } from './writeParts.js';

export function showCorporate(store: Store, { id, document }: Stored): Document {
  const { type, externalId, nickName, createdAt, managerId, source, vip, bad, site, tags, customFields, ...rest } =
    document;
  const [address, company, contact] = [addresses, companies, contacts].map((kind) => mainPart(store, kind, id));
  return present({
    type,
    id,
    externalId,
    nickName,
    mainAddress: address && named(address),
    createdAt,
    managerId,
    source,
    vip,
    bad,
    site,
    tags,
    // Orders belong to people here; those of corporate customers are not kept.
    marginSumm: 0,
    totalSumm: 0,
    averageSumm: 0,
    ordersCount: 0,
    costSumm: 0,
    customFields: phpMap(customFields),
    ...rest,
    mainCustomerContact: contact && showMainContact(store, contact),
    mainCompany: company && named(company),
  });
}

function named({ id, document: { externalId, name } }: Stored): Document {
  return present({ id, externalId, name });
}

function showMainContact(store: Store, contact: Stored): Document {
  const { isMain: _main, customer, ...rest } = contacts.show(store, contact);
  return { ...rest, customer: isObject(customer) ? { id: customer['id'] } : undefined };
}
