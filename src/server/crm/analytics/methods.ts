import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { present, success } from '../api/answers.js';
import { findNamed } from '../api/identifiers.js';
import { dateTime, integer, list, map, number, readMembers, text, type Shape } from '../api/members.js';
import { readEntities, type Call } from '../api/parameters.js';
import { post, type Method } from '../api/plane.js';
import { saveCustomer } from '../customers/write.js';
import { findOrder } from '../orders/named.js';
import { saveOrder } from '../orders/write.js';
import { transact, type Writing } from '../store/actor.js';
import { insert, type Document, type Stored } from '../store/documents.js';
import type { Collection } from '../store/schema.js';

const sourceMembers: Shape = { source: text(), medium: text(), campaign: text(), keyword: text(), content: text() };

interface Upload {
  readonly field: string;
  readonly failed: string;
  readonly collection: Collection;
  readonly shape: Shape;
  readonly required: readonly string[];
  /** What a row changes in the order or the customer that it names. */
  readonly change: (old: Document, row: Document) => Document;
}

const uploads: Readonly<Record<string, Upload>> = {
  'sources/upload': {
    field: 'sources',
    failed: 'failedSources',
    collection: 'web_sources',
    shape: { ...sourceMembers, clientId: text(), site: text() },
    required: ['source'],
    change: (old, row) => ({ ...old, source: sourceOf(row) }),
  },
  'client-ids/upload': {
    field: 'clientIds',
    failed: 'failedClientIds',
    collection: 'web_clients',
    shape: { value: text(), createdAt: dateTime, site: text() },
    required: ['value'],
    change: (old, { value }) =>
      old['type'] === 'customer'
        ? { ...old, firstClientId: old['firstClientId'] ?? value, lastClientId: value }
        : { ...old, clientId: value },
  },
  'visits/upload': {
    field: 'visits',
    failed: 'failedVisits',
    collection: 'web_visits',
    shape: {
      ...sourceMembers,
      clientId: text(),
      createdAt: dateTime,
      duration: integer(0),
      pageViews: integer(0),
      landingPage: text(2000),
      country: text(),
      city: text(),
      ip: text(),
      site: text(),
      pages: list(map({ url: text(2000), title: text(1000), dateTime, duration: number(0) })),
    },
    required: ['createdAt', 'clientId'],
    change: (old) => old,
  },
};

/** `web-analytics/*`: where people came from, under which client id, what they looked at. */
export const analyticsMethods: readonly Method[] = Object.entries(uploads).map(([path, upload]) =>
  post(`web-analytics/${path}`, 'analytics_write', (call) => answerUpload(call, upload)),
);

/** Takes what can be taken and names the rest, by their place and why. */
function answerUpload(call: Call, upload: Upload): Answer {
  const rows = readEntities(call, upload.field, 250);
  return transact(call.store, call.actor, (writing) => {
    const failed = rows.flatMap((row) => {
      const problems = take(writing, upload, row);
      return problems === undefined ? [] : [{ ...row, errors: problems }];
    });
    return success(failed.length === 0 ? {} : { [upload.failed]: failed });
  });
}

function take(writing: Writing, upload: Upload, sent: Document): Readonly<Record<string, string>> | undefined {
  const { store } = writing;
  const problems: Record<string, string> = {};
  const row = readMembers(upload.shape, sent, { store, problems });
  for (const name of upload.required) if (!row[name]) problems[name] ??= 'This value should not be blank.';
  const order = isObject(sent['order']) ? sent['order'] : undefined;
  const customer = isObject(sent['customer']) ? sent['customer'] : undefined;
  const foundOrder = order && findOrder(store, order);
  const foundCustomer = customer && findNamed(store, 'customers', customer);
  if (order && !foundOrder) problems['order'] = 'There is no such order.';
  if (customer && !foundCustomer) problems['customer'] = 'There is no such customer.';
  if (Object.keys(problems).length > 0) return problems;
  insert(store, upload.collection, present({ ...row, order: foundOrder?.id, customer: foundCustomer?.id }));
  if (foundOrder) change(foundOrder, (stored, document) => saveOrder(writing, stored, document));
  if (foundCustomer) change(foundCustomer, (stored, document) => saveCustomer(writing, stored, document));
  return undefined;

  function change(stored: Stored, save: (stored: Stored, document: Document) => unknown): void {
    const changed = upload.change(stored.document, row);
    if (changed !== stored.document) save(stored, changed);
  }
}

function sourceOf(row: Document): Document {
  const { source, medium, campaign, keyword, content } = row;
  return present({ source, medium, campaign, keyword, content });
}
