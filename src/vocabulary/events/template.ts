import type { EventWord } from '../word.js';

export const templateEvents: readonly EventWord[] = [
  {
    name: 'template.moderated',
    doc: 'A messenger approved or rejected a MessengerTemplate, or it waits for approval anew. The runner asks the CRM before every pass.',
    carries: { template: 'messengerTemplate' },
    about: 'template',
    example: { template: { code: 'order_ready', verificationStatus: 'REJECTED' } },
  },
];
