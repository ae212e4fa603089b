import type { ReadingCode } from './codes.js';

/** Diagnostic codes of the places that name something else, and of silencing: CRM15x. */
export const checkingCodes = {
  unknownReference: {
    code: 'CRM150',
    name: 'unknown-reference',
    doc: 'A code names a resource that the project does not have.',
  },
  unknownCode: {
    code: 'CRM151',
    name: 'unknown-code',
    doc: 'A code is not among those that the project declares. An enumeration (statuses, order types …) is closed as soon as the project declares one member of it. Or a condition compares with a value that never comes: an arm that the split does not have, a form that the trigger does not have.',
  },
  unknownEvent: {
    code: 'CRM152',
    name: 'unknown-event',
    doc: 'No event has this name. Events of your own are called `custom.<anything>`.',
  },
  unknownPath: { code: 'CRM153', name: 'unknown-path', doc: 'A field path leads to a field that does not exist.' },
  badSchedule: {
    code: 'CRM154',
    name: 'bad-schedule',
    doc: 'A schedule is no cron expression of five fields, or names a day that never comes.',
  },
  silenceWithoutReason: {
    code: 'CRM160',
    name: 'silence-without-reason',
    doc: 'A comment `# crmctl-ignore CODE` gives no reason. Write `# crmctl-ignore CRM301: why this is right here`.',
  },
  silenceOfError: {
    code: 'CRM161',
    name: 'silence-of-error',
    doc: 'A comment silences a finding without which the project cannot be read or run. Only the checks, CRM3xx, can be silenced.',
  },
} as const satisfies Record<string, ReadingCode>;

export type CheckingCode = (typeof checkingCodes)[keyof typeof checkingCodes];
