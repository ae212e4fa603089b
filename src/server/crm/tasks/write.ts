import { isObject } from '../../../model/json.js';
import { present } from '../api/answers.js';
import { findNamed } from '../api/identifiers.js';
import { mergeMembers, readMembers } from '../api/members.js';
import { refuseEntity } from '../api/refused.js';
import { changedMembers } from '../history/changes.js';
import type { Writing } from '../store/actor.js';
import { get, insert, replace, type Document, type Stored } from '../store/documents.js';
import { findOrder } from '../orders/named.js';
import { writeHistory } from '../store/history.js';
import type { Store } from '../store/open.js';
import { showTask, taskShape, watchedTask } from './shape.js';

/** Makes a task; the history gets one row with the whole task. */
export function createTask(writing: Writing, sent: Document, site: string | undefined): Stored {
  const { store, at, actor } = writing;
  const birth = {
    createdAt: at,
    complete: false,
    performerType: 'user',
    ...(actor.source === 'user' ? { creator: actor.user } : {}),
  };
  const document = lay(writing, birth, sent, site);
  const task = { id: insert(store, 'tasks', document), document };
  writeHistory(writing, {
    entity: 'tasks',
    subject: task.id,
    field: 'id',
    old: null,
    new: task.id,
    created: true,
    members: { task: showTask(store, task) },
  });
  return task;
}

/** Changes a task; one that becomes complete gets its time, one that is opened again loses it. */
export function editTask(
  writing: Writing,
  { id, document: old }: Stored,
  sent: Document,
  site: string | undefined,
): void {
  const document = lay(writing, old, sent, site);
  replace(writing.store, 'tasks', id, document);
  const { performer, performerType, complete, order, customer } = document;
  const stub = present({ id, performer, performerType, complete, order, customer });
  for (const change of changedMembers(old, document, watchedTask)) {
    writeHistory(writing, { entity: 'tasks', subject: id, ...change, members: { task: stub } });
  }
}

function lay(writing: Writing, old: Document, sent: Document, site: string | undefined): Document {
  const { store, at } = writing;
  const problems: Record<string, string> = {};
  const { performerId, ...members } = readMembers(taskShape, sent, { store, problems });
  const links = {
    customer: linkOf(store, 'customers', sent['customer'], site),
    order: linkOf(store, 'orders', sent['order'], site),
  };
  for (const [name, link] of Object.entries(links)) if (link === 'unknown') problems[name] = 'There is no such entity.';
  const merged = mergeMembers(old, { ...members, performer: performerId, ...links });
  if (!merged['text']) problems['text'] ??= 'This value should not be blank.';
  if (!hasPerformer(store, merged)) problems['performerId'] ??= 'There is no such performer.';
  if (Object.keys(problems).length > 0) refuseEntity(problems);
  const { completedAt: _old, ...open } = merged;
  return merged['complete'] === true ? { ...merged, completedAt: old['completedAt'] ?? at } : open;
}

/** A task without a performer is everybody's. */
function hasPerformer(store: Store, { performer, performerType }: Document): boolean {
  if (performer === undefined) return true;
  return get(store, performerType === 'group' ? 'user_groups' : 'users', Number(performer)) !== undefined;
}

function linkOf(
  store: Store,
  collection: 'customers' | 'orders',
  sent: unknown,
  site: string | undefined,
): { readonly id: number } | 'unknown' | null | undefined {
  if (sent === undefined) return undefined;
  if (sent === null || (Array.isArray(sent) && sent.length === 0)) return null;
  if (!isObject(sent)) return 'unknown';
  const found = collection === 'orders' ? findOrder(store, sent, site) : findNamed(store, collection, sent, site);
  return found ? { id: found.id } : 'unknown';
}
