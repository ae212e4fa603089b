import type { Answer } from '../../http/plane.js';
import { present, success } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { dateTime, integer, list, number, oneOf, text } from '../api/members.js';
import { readEntities, readEntity, readText, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseMissing } from '../api/refused.js';
import { customerByPhone } from '../customers/phones.js';
import { codeOf } from '../references/codes.js';
import { transact, type Writing } from '../store/actor.js';
import { find, get as load, insert, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { codeOfUser, userByCode } from './codes.js';

const eventShape = {
  phone: text(),
  type: oneOf('in', 'out', 'hangup'),
  codes: list(text()),
  userIds: list(integer(1)),
  hangupStatus: text(50),
  externalPhone: text(),
  callExternalId: text(),
  site: codeOf('sites'),
};

const callShape = {
  externalId: text(),
  date: dateTime,
  type: oneOf('in', 'out'),
  phone: text(),
  code: text(),
  userId: integer(1),
  result: text(50),
  duration: number(0),
  durationWaiting: number(0),
  recordUrl: text(2000),
  externalPhone: text(),
  site: codeOf('sites'),
};

/** Most rows of one upload of calls. */
const most = 50;

/** `telephony/*`: calls as the telephone exchange tells them, and who answers for whom is calling. */
export const telephonyMethods: readonly Method[] = [
  post('telephony/call/event', 'telephony_write', answerCallEvent),
  post('telephony/calls/upload', 'telephony_write', uploadCalls),
  get('telephony/manager', 'telephony_read', answerManager),
];

/** A call begins or ends; codes and users that the CRM does not know are named, the others are told. */
function answerCallEvent(call: Call): Answer {
  const sent = readEntity(call, 'event');
  return transact(call.store, call.actor, (writing) => {
    const event = layEntity(writing, eventShape, {}, sent, ['phone', 'type']);
    const { store } = writing;
    const codes = textsOf(event['codes']);
    const users = textsOf(event['userIds']);
    insert(store, 'call_events', { ...event, createdAt: writing.at });
    return success({
      ...named(
        'notExistCodes',
        codes.filter((code) => userByCode(store, code) === undefined),
      ),
      ...named('notExistUsers', users.filter((id) => load(store, 'users', Number(id)) === undefined).map(Number)),
    });
  });
}

/** Every call once: one that was uploaded before is left as it is and named. */
function uploadCalls(call: Call): Answer {
  const rows = readEntities(call, 'calls', most);
  return transact(call.store, call.actor, (writing) => {
    const duplicates: unknown[] = [];
    for (const row of rows) {
      const read = layEntity(writing, callShape, {}, row, ['date', 'type', 'phone', 'result']);
      const { externalId } = read;
      const known = externalId !== undefined && isUploaded(writing, externalId);
      if (known) duplicates.push(externalId);
      else insert(call.store, 'calls', present({ ...read, userId: read['userId'] ?? userOf(call.store, read) }));
    }
    return success({ processedCallsCount: rows.length - duplicates.length, ...named('duplicateCalls', duplicates) });
  });
}

function isUploaded({ store }: Writing, externalId: unknown): boolean {
  return find(store, 'calls', { sql: 'external_id = ?', values: [externalId] }) !== undefined;
}

function userOf(store: Store, { code }: Document): number | undefined {
  return code === undefined ? undefined : userByCode(store, String(code));
}

/**
 * Who is calling and whose customer it is. The manager is left out while not free, unless `ignoreStatus=1`; `details=1` adds the
 * customer.
 */
function answerManager(call: Call): Answer {
  const { store } = call;
  const phone = readText(call, 'phone') ?? refuseMissing('phone');
  const customer = customerByPhone(store, phone);
  const managerId = customer?.document['managerId'];
  const manager = typeof managerId === 'number' ? load(store, 'users', managerId) : undefined;
  const reachable = readText(call, 'ignoreStatus') === '1' || manager?.document['status'] === 'free';
  const url = `http://${call.request.headers['host'] ?? 'localhost'}`;
  return success(
    present({
      manager: manager && reachable ? showManager(store, manager) : undefined,
      customer: customer && readText(call, 'details') === '1' ? showCaller(customer) : undefined,
      links: {
        newOrderLink: `${url}/orders/add?phone=${encodeURIComponent(phone)}`,
        newCustomerLink: `${url}/customers/add?phone=${encodeURIComponent(phone)}`,
      },
    }),
  );
}

function showManager(store: Store, { id, document }: Stored): Document {
  const { firstName, lastName, patronymic, email } = document;
  return present({ id, firstName, lastName, patronymic, email, code: codeOfUser(store, id) });
}

function showCaller({ id, document }: Stored): Document {
  const { externalId, firstName, lastName, patronymic, email, phones } = document;
  return present({ id, externalId, firstName, lastName, patronymic, email, phones });
}

/** Said only when there is something to say. */
function named(name: string, values: readonly unknown[]): Document {
  return values.length === 0 ? {} : { [name]: values };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
