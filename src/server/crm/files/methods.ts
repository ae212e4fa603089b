import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { present, success } from '../api/answers.js';
import { entityByPath, layEntity } from '../api/entities.js';
import {
  anyOf,
  atLeast,
  atMost,
  contains,
  flag,
  since,
  until,
  member,
  type Filter,
  type Filters,
  within,
} from '../api/filters.js';
import { findNamed } from '../api/identifiers.js';
import { answerList } from '../api/lists.js';
import { text } from '../api/members.js';
import { readEntity, readText, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseMissing } from '../api/refused.js';
import { transact, type Writing } from '../store/actor.js';
import { get as load, insert, remove, replace, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { mediaTypeOf } from './type.js';

const read = 'file_read';
const write = 'file_write';
type Owner = 'orders' | 'customers';

/** Some attachment of the file fits. */
function attached(owner: Owner, column: string, type: 'text' | 'integer' = 'text'): Filter {
  const key = owner === 'orders' ? 'order' : 'customer';
  return within(
    anyOf(`owner.${column}`, type),
    (sql) => `EXISTS (SELECT 1 FROM json_each(files.document, '$.attachment') AS link
      JOIN ${owner} AS owner ON owner.id = json_extract(link.value, '$.${key}') WHERE ${sql})`,
  );
}

const filters: Filters = {
  ids: anyOf('files.id', 'integer'),
  orderIds: attached('orders', 'id', 'integer'),
  orderExternalIds: attached('orders', 'external_id'),
  customerIds: attached('customers', 'id', 'integer'),
  customerExternalIds: attached('customers', 'external_id'),
  createdAtFrom: since('files.created_at'),
  createdAtTo: until('files.created_at'),
  sizeFrom: atLeast('files.size'),
  sizeTo: atMost('files.size'),
  type: anyOf('files.type'),
  filename: contains(member('files', 'filename')),
  isAttached: flag(`json_array_length(files.document, '$.attachment') > 0`),
  sites: (value, store) => {
    const [orders, customers] = [attached('orders', 'site')(value, store), attached('customers', 'site')(value, store)];
    if ('problem' in orders) return orders;
    if ('problem' in customers) return customers;
    const sql = `${orders.where.sql} OR ${customers.where.sql}`;
    return { where: { sql, values: [...orders.where.values, ...customers.where.values] } };
  },
};

/** `files/*`: bytes with a name, hung on orders and customers. */
export const fileMethods: readonly Method[] = [
  get('files', read, (call) =>
    answerList(call, { collection: 'files', key: 'files', filters, show: (file) => showFile(call.store, file) }),
  ),
  post('files/upload', write, upload),
  get('files/:id', read, (call) => success({ file: showFile(call.store, entityByPath(call, 'files')) })),
  get('files/:id/download', read, download),
  post('files/:id/edit', write, (call) => {
    const sent = readEntity(call, 'file');
    return transact(call.store, call.actor, (writing) => {
      const { id, document } = entityByPath(call, 'files');
      replace(call.store, 'files', id, layFile(writing, document, sent));
      return success({ file: { id } });
    });
  }),
  post('files/:id/delete', write, (call) =>
    transact(call.store, call.actor, ({ store }) => {
      const { id } = entityByPath(call, 'files');
      remove(store, 'files', id);
      store.db.prepare('DELETE FROM file_bytes WHERE file_id = ?').run(id);
      return success();
    }),
  ),
];

/** The body is the file, whatever its content type says: clients differ in what they call it. */
function upload(call: Call): Answer {
  const { raw } = call.request;
  if (raw.length === 0) refuseMissing('file');
  return transact(call.store, call.actor, ({ store, at }) => {
    const [year, month, day] = at.slice(0, 10).split('-');
    const id = insert(store, 'files', {
      filename: readQueryText(call, 'filename') ?? `API upload ${day}-${month}-${year} ${at.slice(11)}`,
      type: mediaTypeOf(raw),
      createdAt: at,
      size: raw.length,
      attachment: [],
    });
    store.db.prepare('INSERT INTO file_bytes VALUES (?, ?)').run(id, raw);
    return success({ file: { id } });
  });
}

/** The body is no form here, so that only the query is asked. */
function readQueryText(call: Call, name: string): string | undefined {
  return readText({ ...call, request: { ...call.request, body: {} } }, name);
}

function download(call: Call): Answer {
  const { id, document } = entityByPath(call, 'files');
  const row = call.store.db
    .prepare<[number], { bytes: Buffer }>('SELECT bytes FROM file_bytes WHERE file_id = ?')
    .get(id);
  const name = encodeURIComponent(String(document['filename']));
  return {
    status: 200,
    bytes: row?.bytes ?? Buffer.alloc(0),
    headers: {
      'content-type': String(document['type']),
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    },
  };
}

function layFile(writing: Writing, old: Document, sent: Document): Document {
  const rows = Array.isArray(sent['attachment']) ? sent['attachment'].filter(isObject) : undefined;
  const links = rows?.map((row) => linkOf(writing.store, row));
  return layEntity(
    writing,
    { filename: text() },
    links ? { ...old, attachment: links } : old,
    sent,
    ['filename'],
    (_merged, problems) => {
      links?.forEach((link, index) => {
        if (link === undefined) problems[`attachment[${index}]`] = 'There is no such order or customer.';
      });
    },
  );
}

function linkOf(store: Store, { order, customer }: Document): Document | undefined {
  if (isObject(order)) {
    const found = findNamed(store, 'orders', order);
    return found && { order: found.id };
  }
  const found = isObject(customer) ? findNamed(store, 'customers', customer) : undefined;
  return found && { customer: found.id };
}

function showFile(store: Store, { id, document }: Stored): Document {
  const rows = Array.isArray(document['attachment']) ? document['attachment'].filter(isObject) : [];
  const attachment = rows.flatMap(({ order, customer }) => {
    if (order !== undefined) return showLink('order', load(store, 'orders', Number(order)));
    return showLink('customer', load(store, 'customers', Number(customer)));
  });
  return { id, ...document, attachment };
}

/** What has ended is no longer named. */
function showLink(name: string, found: Stored | undefined): Document[] {
  if (found === undefined) return [];
  const { externalId, number, site } = found.document;
  return [{ [name]: present({ id: found.id, externalId, number, site }) }];
}
