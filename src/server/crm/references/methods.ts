import type { Answer } from '../../http/plane.js';
import { created, phpMap, success } from '../api/answers.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseEntity, refuseUnknown } from '../api/refused.js';
import { transact } from '../store/actor.js';
import { nextNumber, type Document } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { missingCode } from './codes.js';
import { everyReference, type Reference } from './declared/index.js';
import { referenceItem, referenceItems } from './items.js';
import { channelShown, editMessengerTemplates, listMessengerTemplates } from './messengerTemplates.js';
import { writeReference } from './write.js';

/** `reference/*`: lists are whole, without pages and filters; templates of messengers alone have pages. */
export const referenceMethods: readonly Method[] = [
  ...everyReference.flatMap(methodsOf),
  get('reference/mg-channels/templates', 'reference_read', listMessengerTemplates),
  post('reference/mg-channels/templates/edit', 'reference_write', editMessengerTemplates),
];

function methodsOf(reference: Reference): Method[] {
  const list = get(`reference/${reference.path}`, 'reference_read', ({ store }) =>
    success({ [reference.key]: containerOf(store, reference) }),
  );
  const { field } = reference;
  if (field === undefined) return [list];
  const edit = post(`reference/${reference.path}/:code/edit`, 'reference_write', (call) =>
    editItem(call, reference, field),
  );
  if (reference.writing !== 'numbered') return [list, edit];
  const create = post(`reference/${reference.path}/create`, 'reference_write', (call) =>
    createItem(call, reference, field),
  );
  return [list, create, edit];
}

function containerOf(store: Store, reference: Reference): unknown {
  const items = referenceItems(store, reference.path).map((item) => shown(store, reference, item));
  if (reference.container === 'list') return items;
  return phpMap(Object.fromEntries(items.map((item) => [String((item as Document)['code']), item])));
}

/** Countries are bare codes, channels have none, a group of statuses names its members, empty maps leave as `[]`. */
function shown(store: Store, reference: Reference, item: Document): unknown {
  if (reference.path === 'countries') return item['code'];
  if (reference.path === 'mg-channels') return channelShown(item);
  if (reference.path === 'status-groups') {
    const members = referenceItems(store, 'statuses').filter((status) => status['group'] === item['code']);
    return { ...item, statuses: members.map((status) => status['code']) };
  }
  if (reference.path === 'stores') return { ...item, address: phpMap(item['address']), phone: phpMap(item['phone']) };
  return item;
}

function editItem(call: Call, reference: Reference, field: string): Answer {
  const code = call.request.params['code'] ?? '';
  const sent = readEntity(call, field);
  return transact(call.store, call.actor, ({ store }) => {
    const known = referenceItem(store, reference.path, code) !== undefined;
    if (!known && reference.writing === 'numbered') refuseUnknown();
    if (!known && reference.writing === 'edit') {
      refuseEntity({ code: missingCode(reference.path, code) });
    }
    return writeReference(store, reference, code, sent).isNew ? created({}) : success();
  });
}

function createItem(call: Call, reference: Reference, field: string): Answer {
  const sent = readEntity(call, field);
  return transact(call.store, call.actor, ({ store }) => {
    const id = nextNumber(store, reference.path);
    writeReference(store, reference, String(id), sent);
    return created({ id });
  });
}
