import { created, success } from '../api/answers.js';
import { answerExternalIds } from '../api/externalIds.js';
import { anyOf, contains, member } from '../api/filters.js';
import { namedByPath } from '../api/identifiers.js';
import { answerList } from '../api/lists.js';
import { readEntity, readText, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseParameters, refuseUnknown } from '../api/refused.js';
import { postInSite, readSite, visibleSites } from '../api/sites.js';
import { answerUpload } from '../api/upload.js';
import { noteMethods } from '../customers/notes.js';
import { answerHistory } from '../history/answer.js';
import { transact } from '../store/actor.js';
import { get as load } from '../store/documents.js';
import { combineCorporate } from './combine.js';
import { corporateFilters } from './filters.js';
import { partKinds, partNamed, type PartKind } from './parts.js';
import { showCorporate } from './show.js';
import { createCorporate, editCorporate } from './write.js';
import { createPart, editPart } from './writeParts.js';

const read = 'customer_read';
const write = 'customer_write';
const base = 'customers-corporate';

/** `customers-corporate/*` */
export const corporateMethods: readonly Method[] = [
  get(base, read, (call) =>
    answerList(call, {
      collection: 'corporate_customers',
      key: 'customersCorporate',
      filters: corporateFilters,
      order: 'created_at DESC, id DESC',
      within: {
        sql: `corporate_customers.site IN (SELECT value FROM json_each(?))`,
        values: [JSON.stringify(visibleSites(call))],
      },
      show: (customer) => showCorporate(call.store, customer),
    }),
  ),
  get(`${base}/history`, read, (call) => answerHistory(call, 'corporate')),
  ...noteMethods(base, { notes: 'corporate_notes', owners: 'corporate_customers', type: 'customer_corporate' }),
  get(`${base}/:identifier`, read, (call) =>
    success({ customerCorporate: showCorporate(call.store, namedByPath(call, 'corporate_customers')) }),
  ),
  post(`${base}/create`, write, (call) => {
    const sent = readEntity(call, 'customerCorporate');
    const site = readSite(call);
    return transact(call.store, call.actor, (writing) => created({ id: createCorporate(writing, sent, site).id }));
  }),
  post(`${base}/upload`, write, (call) =>
    answerUpload(call, {
      field: 'customersCorporate',
      uploaded: 'uploadedCustomers',
      failed: 'failedCustomers',
      message: 'Customers are loaded with errors',
      create: createCorporate,
    }),
  ),
  post(`${base}/fix-external-ids`, write, (call) =>
    answerExternalIds(call, 'corporate_customers', 'customersCorporate'),
  ),
  post(`${base}/combine`, write, combineCorporate),
  postInSite(`${base}/:identifier/edit`, write, (call) => {
    const sent = readEntity(call, 'customerCorporate');
    return transact(call.store, call.actor, (writing) => {
      const { id } = editCorporate(writing, namedByPath(call, 'corporate_customers'), sent);
      return success({ id });
    });
  }),
  ...partKinds.flatMap(partMethods),
];

/** The same four of addresses, companies and contacts. */
function partMethods(kind: PartKind): readonly Method[] {
  return [
    get(`${base}/:identifier/${kind.list}`, read, (call) =>
      answerList(call, {
        collection: kind.collection,
        key: kind.list,
        filters: {
          ids: anyOf(`${kind.collection}.id`, 'integer'),
          name: contains(member(kind.collection, 'name')),
        },
        order: 'id',
        within: { sql: 'customer_id = ?', values: [namedByPath(call, 'corporate_customers').id] },
        show: (part) => kind.show(call.store, part),
      }),
    ),
    postInSite(`${base}/:identifier/${kind.list}/create`, write, (call) => {
      const sent = readEntity(call, kind.field);
      return transact(call.store, call.actor, (writing) =>
        created({ id: createPart(writing, kind, namedByPath(call, 'corporate_customers'), sent).id }),
      );
    }),
    postInSite(`${base}/:identifier/${kind.list}/:part/edit`, write, (call) => {
      const sent = readEntity(call, kind.field);
      return transact(call.store, call.actor, (writing) => {
        const owner = namedByPath(call, 'corporate_customers');
        const part = partNamed(call.store, kind, owner, partReference(call)) ?? refuseUnknown();
        const { id, document } = editPart(writing, kind, owner, part, sent);
        // The answer of a contact names the person, as the path did.
        return success({
          id: kind.field === 'contact' ? load(call.store, 'customers', Number(document['customer']))?.id : id,
        });
      });
    }),
  ];
}

/** How `entityBy` names a part. */
function partReference(call: Call): { readonly id: string } | { readonly externalId: string } {
  const by = readText(call, 'entityBy') ?? 'externalId';
  const value = call.request.params['part'] ?? '';
  if (by === 'id') return { id: value };
  return by === 'externalId'
    ? { externalId: value }
    : refuseParameters({ entityBy: 'This value must be id or externalId.' });
}
