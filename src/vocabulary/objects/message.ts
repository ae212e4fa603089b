import type { ObjectWord } from '../../language/scope.js';
import { figure, flag, moment, text } from './field.js';

export const message: ObjectWord = {
  name: 'message',
  doc: 'A message to or from a customer.',
  fields: {
    id: figure('Id in the CRM or at the provider.'),
    effect: text('Id of the effect of crmctl that sent it.'),
    channel: text('Type of the channel: email, sms, push, messenger, voice.'),
    template: text('Code of the template.'),
    trigger: text('Code of the trigger that sent it.'),
    direction: text('in or out.'),
    from: text('Who wrote: customer, user or bot.'),
    type: text('text, image, file, audio, order …'),
    text: text('What was written.'),
    subject: text('Subject.'),
    to: text('Address.'),
    status: text('accepted, delivered, opened, clicked, replied, bounced, failed, complained or unsubscribed.'),
    url: text('Link that was clicked.'),
    error: text('Why it failed or bounced.'),
    permanent: flag('The address will never work.'),
    sentAt: moment('When it was sent.'),
    deliveredAt: moment('When it was delivered.'),
    openedAt: moment('When it was first opened.'),
  },
};
