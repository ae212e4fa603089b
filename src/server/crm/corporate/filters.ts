import {
  anyOf,
  atLeast,
  atMost,
  contains,
  customFields,
  equal,
  flag,
  member,
  notKept,
  since,
  text,
  until,
  type Filter,
  type Filters,
  within,
  groupsOf,
} from '../api/filters.js';

const of = (path: string): string => member('corporate_customers', path);

/** Some part fits; `column` is an expression over `part`. */
const some = (collection: string, column: string, filter: (sql: string) => Filter): Filter =>
  within(
    filter(column),
    (sql) =>
      `EXISTS (SELECT 1 FROM ${collection} AS part WHERE part.customer_id = corporate_customers.id AND (${sql}))`,
  );
const ofPart = (path: string): string => `json_extract(part.document, '$.${path}')`;
const address = (path: string): Filter => some('corporate_addresses', ofPart(path), contains);
const company = (path: string, filter: (sql: string) => Filter = equal): Filter =>
  some('corporate_companies', ofPart(path), filter);
const ofContact = (path: string): string =>
  `(SELECT json_extract(customers.document, '$.${path}') FROM customers WHERE customers.id = part.contact_id)`;

export const corporateFilters: Filters = {
  ids: anyOf('corporate_customers.id', 'integer'),
  externalIds: anyOf('corporate_customers.external_id'),
  nickName: (value, store) =>
    Array.isArray(value)
      ? anyOf('corporate_customers.nick_name')(value, store)
      : contains(of('nickName'))(value, store),
  name: contains(of('nickName')),
  contactName: some(
    'corporate_contacts',
    `concat_ws(' ', ${ofContact('lastName')}, ${ofContact('firstName')})`,
    contains,
  ),
  email: some('corporate_contacts', ofContact('email'), contains),
  contactIds: some('corporate_contacts', 'part.contact_id', (sql) => anyOf(sql, 'integer')),
  addressName: address('name'),
  city: address('city'),
  region: address('region'),
  companyName: company('name', contains),
  contragentName: company('contragent.legalName', contains),
  contragentTypes: company('contragent.contragentType', anyOf),
  contragentInn: company('contragent.INN'),
  contragentKpp: company('contragent.KPP'),
  contragentBik: company('contragent.BIK'),
  contragentCorrAccount: company('contragent.corrAccount'),
  contragentBankAccount: company('contragent.bankAccount'),
  notes: text((value) => ({
    sql: `EXISTS (SELECT 1 FROM corporate_notes WHERE corporate_notes.customer_id = corporate_customers.id
      AND instr(fold(json_extract(corporate_notes.document, '$.text')), fold(?)) > 0)`,
    values: [value],
  })),
  // No order belongs to a corporate customer here, so that all of these are nothing.
  ...Object.fromEntries(
    ['OrdersCount', 'AverageSumm', 'TotalSumm', 'CostSumm'].flatMap((name) => [
      [`min${name}`, atLeast('0')],
      [`max${name}`, atMost('0')],
    ]),
  ),
  firstOrderFrom: since('NULL'),
  firstOrderTo: until('NULL'),
  lastOrderFrom: since('NULL'),
  lastOrderTo: until('NULL'),
  dateFrom: since('corporate_customers.created_at'),
  dateTo: until('corporate_customers.created_at'),
  discountCardNumber: equal(of('discountCardNumber')),
  vip: flag(of('vip')),
  bad: flag(of('bad')),
  sites: anyOf('corporate_customers.site'),
  managers: anyOf(of('managerId'), 'integer'),
  managerGroups: groupsOf(of('managerId')),
  customFields: customFields('corporate_customers'),
  classSegment: notKept,
  attachments: notKept,
  tasksCounts: notKept,
};
