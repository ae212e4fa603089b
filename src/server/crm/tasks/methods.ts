import { created, success } from '../api/answers.js';
import { anyOf, contains, containsWords, member, since, text, until, type Filters } from '../api/filters.js';
import { answerList } from '../api/lists.js';
import { pathId, readEntity, readText, type Call } from '../api/parameters.js';
import { get, type Method } from '../api/plane.js';
import { refuseUnknown } from '../api/refused.js';
import { postInSite } from '../api/sites.js';
import { answerHistory } from '../history/answer.js';
import { transact } from '../store/actor.js';
import { get as load, type Stored } from '../store/documents.js';
import { showTask } from './shape.js';
import { createTask, editTask } from './write.js';

const ofCustomer = (name: string): string =>
  `(SELECT json_extract(customers.document, '$.${name}') FROM customers WHERE customers.id = tasks.customer_id)`;

const filters: Filters = {
  ids: anyOf('tasks.id', 'integer'),
  orderNumber: contains('(SELECT number FROM orders WHERE orders.id = tasks.order_id)'),
  customer: containsWords(ofCustomer('firstName'), ofCustomer('lastName'), ofCustomer('patronymic')),
  // The CRM's words for it are not known; these are what a task can be.
  status: text((value, store) => {
    if (value === 'completed') return { sql: 'tasks.complete', values: [] };
    if (value === 'performing') return { sql: 'NOT tasks.complete', values: [] };
    if (value === 'overdue') return { sql: 'NOT tasks.complete AND tasks.datetime < ?', values: [store.now()] };
    return undefined;
  }, 'This value must be one of: performing, overdue, completed.'),
  text: contains(member('tasks', 'text')),
  performers: anyOf('tasks.performer', 'integer'),
  creators: anyOf(member('tasks', 'creator'), 'integer'),
  dateFrom: since('tasks.datetime'),
  dateTo: until('tasks.datetime'),
  createdAtFrom: since('tasks.created_at'),
  createdAtTo: until('tasks.created_at'),
  completedAtFrom: since('tasks.completed_at'),
  completedAtTo: until('tasks.completed_at'),
};

/** `tasks/*` */
export const taskMethods: readonly Method[] = [
  get('tasks', 'task_read', (call) =>
    answerList(call, { collection: 'tasks', key: 'tasks', filters, show: (task) => showTask(call.store, task) }),
  ),
  get('tasks/history', 'task_read', (call) => answerHistory(call, 'tasks')),
  get('tasks/:id', 'task_read', (call) => success({ task: showTask(call.store, taskOf(call)) })),
  postInSite('tasks/create', 'task_write', (call) => {
    const sent = readEntity(call, 'task');
    return transact(call.store, call.actor, (writing) =>
      created({ id: createTask(writing, sent, readText(call, 'site')).id }),
    );
  }),
  postInSite('tasks/:id/edit', 'task_write', (call) => {
    const sent = readEntity(call, 'task');
    return transact(call.store, call.actor, (writing) => {
      editTask(writing, taskOf(call), sent, readText(call, 'site'));
      return success();
    });
  }),
  get('tasks/:id/comments', 'task_read', (call) =>
    answerList(call, {
      collection: 'task_comments',
      key: 'comments',
      filters: {},
      within: { sql: 'task_comments.task_id = ?', values: [taskOf(call).id] },
      show: ({ id, document: { task: _task, ...comment } }) => ({ id, ...comment }),
    }),
  ),
];

function taskOf(call: Call): Stored {
  return load(call.store, 'tasks', pathId(call) ?? 0) ?? refuseUnknown();
}
