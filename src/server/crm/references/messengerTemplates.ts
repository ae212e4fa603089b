import type { Answer } from '../../http/plane.js';
import { isObject } from '../../../model/json.js';
import { listAnswer, present, success } from '../api/answers.js';
import { flag, integer, list, map, oneOf, readMembers, text, type Reader, type Shape } from '../api/members.js';
import { offsetOf, readEntities, readList, readPage, readText, type Call } from '../api/parameters.js';
import { refuseEntity } from '../api/refused.js';
import { transact } from '../store/actor.js';
import { nextNumber, type Document } from '../store/documents.js';
import type { Store } from '../store/open.js';
import { classNames } from './codes.js';
import { putReference, referenceItem, referenceItems, removeReference } from './items.js';

const path = 'mg-channels/templates';

/** A piece of text, or a place for a value: `{"var": "custom"}`, in short `{}`. */
const piece: Reader = (value, at, reading) => {
  if (!isObject(value)) return text(4096)(value, at, reading);
  const variable = oneOf('custom', 'name', 'first_name', 'last_name')(value['var'] ?? 'custom', `${at}.var`, reading);
  return variable === undefined ? undefined : { var: variable };
};

const media = map({ example: text(2000) });

const shape = {
  id: integer(1),
  externalId: integer(0),
  mgChannelId: integer(1),
  code: text(),
  name: text(),
  active: flag,
  namespace: text(),
  lang: text(20),
  category: text(),
  template: list(piece),
  templateExample: list(text(4096)),
  header: map({
    text: map({ parts: list(piece), example: list(text()) }),
    image: media,
    document: media,
    video: media,
  }),
  footer: text(),
  buttons: list(
    map({
      type: oneOf('QUICK_REPLY', 'PHONE_NUMBER', 'URL'),
      text: text(),
      url: text(2000),
      phoneNumber: text(),
      example: list(text(2000)),
    }),
  ),
  verificationStatus: text(),
} satisfies Shape;

const required = ['mgChannelId', 'code', 'name', 'lang', 'template'];

/** What a messenger looks at: when it changes, the template is another one to it. */
const judged = ['name', 'namespace', 'lang', 'category', 'template', 'header', 'footer', 'buttons', 'mgChannelId'];

/** `channel_id`, `limit`, `page`. */
export function listMessengerTemplates(call: Call): Answer {
  const page = readPage(call);
  const channel = readText(call, 'channel_id');
  const channels = new Map(referenceItems(call.store, 'mg-channels').map((item) => [item['id'], channelShown(item)]));
  const rows = referenceItems(call.store, path).filter(
    ({ mgChannelId }) => channel === undefined || String(mgChannelId) === channel,
  );
  const shown = rows
    .slice(offsetOf(page), offsetOf(page) + page.limit)
    .map(({ mgChannelId, ...row }) => ({ ...row, channel: channels.get(mgChannelId) }));
  return listAnswer(page, rows.length, 'templates', shown);
}

/** A channel has no code of its own. */
export function channelShown({ code: _code, ...channel }: Document): Document {
  return channel;
}

/** `templates` are made or changed, those whose ids are in `removed` go; one that is wrong ends the request, and nothing is written. */
export function editMessengerTemplates(call: Call): Answer {
  const templates = call.request.body['templates'] === undefined ? [] : readEntities(call, 'templates');
  const removed = call.request.body['removed'] === undefined ? [] : readList(call, 'removed');
  return transact(call.store, call.actor, ({ store }) => {
    templates.forEach((sent, index) => writeTemplate(store, sent, `templates[${index}].`));
    for (const id of removed) removeReference(store, path, String(id));
    return success();
  });
}

function writeTemplate(store: Store, sent: Document, at: string): void {
  const problems: Record<string, string> = {};
  const read = readMembers(shape, sent, { store, problems }, at);
  const old = templateOf(store, read);
  const merged = present({ externalId: 0, active: true, templateExample: [], ...old, ...read });
  for (const name of required)
    if (isBlank(merged[name]) && problems[`${at}${name}`] === undefined)
      problems[`${at}${name}`] = 'This value should not be blank.';
  const channel = merged['mgChannelId'];
  if (channel !== undefined && !referenceItems(store, 'mg-channels').some(({ id }) => id === channel))
    problems[`${at}mgChannelId`] = `"${classNames['mg-channels']}" with id="${String(channel)}" does not exist.`;
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  const id = Number(old?.['id'] ?? nextNumber(store, path));
  putReference(store, path, String(id), { ...merged, id, verificationStatus: statusOf(old, read, merged) });
}

/** By its id, else by the code within its channel. */
function templateOf(store: Store, read: Document): Document | undefined {
  if (read['id'] !== undefined) return referenceItem(store, path, String(read['id']));
  return referenceItems(store, path).find(
    ({ code, mgChannelId }) => code === read['code'] && mgChannelId === read['mgChannelId'],
  );
}

/**
 * What the messenger said, which a transport module reports by the same method. No messenger stands behind the embedded CRM: what is new
 * or reads otherwise and comes without a report is approved at once.
 */
function statusOf(old: Document | undefined, read: Document, merged: Document): unknown {
  if (read['verificationStatus'] !== undefined) return read['verificationStatus'];
  const same = judged.every((name) => JSON.stringify(old?.[name]) === JSON.stringify(merged[name]));
  return old !== undefined && same ? old['verificationStatus'] : 'APPROVED';
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
