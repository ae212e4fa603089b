import type { ObjectWord } from '../../language/scope.js';
import { object, string } from '../../language/valueType.js';
import { managerOf } from './entity.js';
import { added, figure, flag, list, moment, text } from './field.js';

export const dialog: ObjectWord = {
  name: 'dialog',
  doc: 'A chat with a customer.',
  fields: {
    id: figure('Id in the CRM.'),
    channel: text('Messenger: whatsapp, telegram, viber, instagram, site …'),
    createdAt: moment('When it was opened.'),
    closedAt: moment('When it was closed.'),
    assigned: flag('Somebody is responsible.'),
    managerId: figure('Id of the responsible user.'),
    tags: list(string, 'Tags.'),
    utm: text('Campaign that led to it.'),
    manager: added(object('user'), 'Responsible user.', { source: 'managerId' }, managerOf),
  },
};
