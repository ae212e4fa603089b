import { success } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { checked, list, oneOf, text } from '../api/members.js';
import { readEntity } from '../api/parameters.js';
import { post, type Method } from '../api/plane.js';
import { userId } from '../customers/shape.js';
import { transact } from '../store/actor.js';
import { find, insert } from '../store/documents.js';

const groupCode = checked(text(), (code, store) =>
  find(store, 'user_groups', { sql: 'code = ?', values: [code] })
    ? undefined
    : `"UserGroup" with code="${String(code)}" does not exist.`,
);

const shape = {
  type: oneOf('api.error', 'api.info'),
  message: text(10_000),
  userGroups: list(groupCode),
  userIds: list(userId),
};

/** `notifications/send`: notices to the shop's own people, kept in the table `notifications`. No method of the API reads them. */
export const notificationMethods: readonly Method[] = [
  post('notifications/send', 'notification_write', (call) => {
    const sent = readEntity(call, 'notification');
    return transact(call.store, call.actor, (writing) => {
      const notification = layEntity(writing, shape, {}, sent, ['type', 'message'], (_merged, problems) => {
        if (isEmpty(sent['userGroups']) && isEmpty(sent['userIds'])) {
          problems['userIds'] ??= 'This value should not be blank: name userIds or userGroups.';
        }
      });
      insert(call.store, 'notifications', { ...notification, createdAt: writing.at });
      return success();
    });
  }),
];

function isEmpty(value: unknown): boolean {
  return !Array.isArray(value) || value.length === 0;
}
