import type { ObjectWord } from '../../language/scope.js';
import { string } from '../../language/valueType.js';
import { added, figure, flag, many, moment, text } from './field.js';
import { fullName } from './person.js';

export const user: ObjectWord = {
  name: 'user',
  doc: 'An employee with an account in the CRM.',
  fields: {
    id: figure('Id in the CRM.'),
    createdAt: moment('When the account was created.'),
    active: flag('The account is in use.'),
    email: text('E-mail.'),
    firstName: text('First name.'),
    lastName: text('Last name.'),
    patronymic: text('Patronymic.'),
    position: text('Position.'),
    photoUrl: text('Photo.'),
    phone: text('Phone.'),
    status: text('free, busy, dinner or break.'),
    online: flag('Online now.'),
    isAdmin: flag('Administrator.'),
    isManager: flag('Manager.'),
    groups: many('userGroup', 'Groups.'),
    mgUserId: figure('Id in the messenger gateway.'),
    senderEmail: text('Address from which letters go out.'),
    senderName: text('Name under which letters go out.'),
  },
  twig: {
    nickName: added(string, 'Full name.', { source: 'lastName, firstName, patronymic' }, fullName),
  },
};
