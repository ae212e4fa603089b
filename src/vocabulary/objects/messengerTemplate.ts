import type { ObjectWord } from '../../language/scope.js';
import { flag, text } from './field.js';

export const messengerTemplate: ObjectWord = {
  name: 'messengerTemplate',
  doc: 'A text that a messenger has to approve, as the CRM has it.',
  fields: {
    code: text('Code.'),
    name: text('Name with the messenger.'),
    active: flag('Offered in the CRM. Absent: it is.'),
    verificationStatus: text(
      'What the messenger said: APPROVED, PENDING, REJECTED, or another word of it. Only by an approved one messages go. Absent: nothing yet.',
    ),
  },
};
