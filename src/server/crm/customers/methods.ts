import { created, success } from '../api/answers.js';
import { answerExternalIds } from '../api/externalIds.js';
import { namedByPath } from '../api/identifiers.js';
import { answerList } from '../api/lists.js';
import { readEntities, readEntity } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { postInSite, readSite, visibleSites } from '../api/sites.js';
import { answerUpload } from '../api/upload.js';
import { answerHistory } from '../history/answer.js';
import { transact } from '../store/actor.js';
import { combineCustomers } from './combine.js';
import { customerFilters } from './filters.js';
import { noteMethods } from './notes.js';
import { showCustomer } from './show.js';
import { changeSubscriptions } from './subscriptions.js';
import { createCustomer, editCustomer, saveCustomer } from './write.js';

const read = 'customer_read';
const write = 'customer_write';

/** `customers/*` */
export const customerMethods: readonly Method[] = [
  get('customers', read, (call) =>
    answerList(call, {
      collection: 'customers',
      key: 'customers',
      filters: customerFilters,
      order: 'created_at DESC, id DESC',
      within: {
        sql: `customers.site IN (SELECT value FROM json_each(?))`,
        values: [JSON.stringify(visibleSites(call))],
      },
      show: (customer) => showCustomer(call.store, customer),
    }),
  ),
  get('customers/history', read, (call) => answerHistory(call, 'customers')),
  ...noteMethods('customers', { notes: 'notes', owners: 'customers', type: 'customer' }),
  get('customers/:identifier', read, (call) =>
    success({ customer: showCustomer(call.store, namedByPath(call, 'customers')) }),
  ),
  post('customers/create', write, (call) => {
    const sent = readEntity(call, 'customer');
    const site = readSite(call);
    return transact(call.store, call.actor, (writing) => created({ id: createCustomer(writing, sent, site).id }));
  }),
  post('customers/upload', write, (call) =>
    answerUpload(call, {
      field: 'customers',
      uploaded: 'uploadedCustomers',
      failed: 'failedCustomers',
      message: 'Customers are loaded with errors',
      create: createCustomer,
    }),
  ),
  post('customers/fix-external-ids', write, (call) => answerExternalIds(call, 'customers', 'customers')),
  post('customers/combine', write, combineCustomers),
  postInSite('customers/:identifier/edit', write, (call) => {
    const sent = readEntity(call, 'customer');
    return transact(call.store, call.actor, (writing) => {
      const { id } = editCustomer(writing, namedByPath(call, 'customers'), sent);
      return success({ id });
    });
  }),
  postInSite('customers/:identifier/subscriptions', write, (call) => {
    const sent = readEntities(call, 'subscriptions');
    return transact(call.store, call.actor, (writing) => {
      const customer = namedByPath(call, 'customers');
      saveCustomer(writing, customer, changeSubscriptions(customer.document, sent, writing.at));
      return success();
    });
  }),
];
