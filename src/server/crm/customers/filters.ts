import { isObject } from '../../../model/json.js';
import {
  anyOf,
  atLeast,
  atMost,
  contains,
  containsWords,
  customFields,
  equal,
  flag,
  member,
  notKept,
  since,
  text,
  until,
  groupsOf,
} from '../api/filters.js';
import type { Filter, Filters } from '../api/filters.js';
import { membersWhere } from '../segments/rows.js';
import { phoneDigits } from './phones.js';

const of = (path: string): string => member('customers', path);
const total = (column: string): string =>
  `(SELECT ${column} FROM customer_totals WHERE customer_totals.customer_id = customers.id)`;
/** The embedded CRM keeps no such data, so the filter fits nobody. */
const nobody: Filter = text(() => ({ sql: '0', values: [] }));
const holds =
  (list: string, name: string, condition = '1'): Filter =>
  (value) => {
    const wanted = Array.isArray(value) ? (value as unknown[]) : isObject(value) ? Object.values(value) : [value];
    const marks = wanted.map(() => 'fold(?)').join(', ');
    const sql = `EXISTS (SELECT 1 FROM json_each(customers.document, '$.${list}') AS each
    WHERE fold(json_extract(each.value, '$.${name}')) IN (${marks}) AND ${condition})`;
    return { where: { sql, values: wanted.map(String) } };
  };

const person = (value: string): { sql: string; values: unknown[] } | undefined => {
  const digits = phoneDigits(value);
  if (digits.length < 5 || /\p{L}/u.test(value)) return undefined;
  return {
    sql: 'customers.id IN (SELECT customer_id FROM customer_phones WHERE instr(digits, ?) > 0)',
    values: [digits],
  };
};
const byName = containsWords(of('firstName'), of('lastName'), of('patronymic'));

export const customerFilters: Filters = {
  ids: anyOf('customers.id', 'integer'),
  externalIds: anyOf('customers.external_id'),
  isContact: flag(of('isContact')),
  online: flag('0'),
  sex: equal(of('sex')),
  emailMarketingUnsubscribed: flag(`${of('emailMarketingUnsubscribedAt')} IS NOT NULL`),
  // A person is looked up by name or by phone in one box.
  name: (value, store) => {
    const phone = typeof value === 'string' ? person(value) : undefined;
    return phone ? { where: phone } : byName(value, store);
  },
  email: contains('customers.email'),
  city: contains(of('address.city')),
  region: contains(of('address.region')),
  countries: anyOf(of('address.countryIso')),
  contragentName: contains(of('contragent.legalName')),
  contragentTypes: anyOf(of('contragent.contragentType')),
  contragentInn: equal(of('contragent.INN')),
  contragentKpp: equal(of('contragent.KPP')),
  contragentBik: equal(of('contragent.BIK')),
  contragentCorrAccount: equal(of('contragent.corrAccount')),
  contragentBankAccount: equal(of('contragent.bankAccount')),
  notes: text((value) => ({
    sql: `EXISTS (SELECT 1 FROM notes WHERE notes.customer_id = customers.id
      AND instr(fold(json_extract(notes.document, '$.text')), fold(?)) > 0)`,
    values: [value],
  })),
  minOrdersCount: atLeast(total('orders_count')),
  maxOrdersCount: atMost(total('orders_count')),
  minAverageSumm: atLeast(total('average_summ')),
  maxAverageSumm: atMost(total('average_summ')),
  minTotalSumm: atLeast(total('total_summ')),
  maxTotalSumm: atMost(total('total_summ')),
  minCostSumm: atLeast(total('cost_summ')),
  maxCostSumm: atMost(total('cost_summ')),
  firstOrderFrom: since(total('first_order_at')),
  firstOrderTo: until(total('first_order_at')),
  lastOrderFrom: since(total('last_order_at')),
  lastOrderTo: until(total('last_order_at')),
  dateFrom: since('customers.created_at'),
  dateTo: until('customers.created_at'),
  firstWebVisitFrom: nobody,
  firstWebVisitTo: nobody,
  lastWebVisitFrom: nobody,
  lastWebVisitTo: nobody,
  classSegment: nobody,
  mgCustomerId: nobody,
  mgChannels: anyOf('NULL'),
  discountCardNumber: equal(of('discountCardNumber')),
  vip: flag(of('vip')),
  bad: flag(of('bad')),
  segment: text((value, store) => membersWhere(store, value)),
  sites: anyOf('customers.site'),
  managers: anyOf(of('managerId'), 'integer'),
  managerGroups: groupsOf(of('managerId')),
  customFields: customFields('customers'),
  browserId: equal('customers.browser_id'),
  sourceName: equal(of('source.source')),
  mediumName: equal(of('source.medium')),
  campaignName: equal(of('source.campaign')),
  keywordName: equal(of('source.keyword')),
  adContentName: equal(of('source.content')),
  tags: holds('tags', 'name'),
  attachedTags: holds('tags', 'name', `json_extract(each.value, '$.attached')`),
  attachments: notKept,
  tasksCounts: notKept,
  subscriptions: notKept,
};
