import type { ReadingCode } from '../language/codes.js';

/** Diagnostic codes of `plan` and `drift`. CRM18x. */
export const planCodes = {
  unreadList: {
    code: 'CRM180',
    name: 'unread-list',
    doc: 'A list of the CRM could not be read to its end. What it holds is left out of the plan, and nothing of it is removed.',
  },
} as const satisfies Readonly<Record<string, ReadingCode>>;
