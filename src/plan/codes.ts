import type { ReadingCode } from '../language/codes.js';
import type { Diagnostic } from '../model/diagnostic.js';

/** Diagnostic codes of `plan` and `drift`. CRM18x. */
export const planCodes = {
  unreadList: {
    code: 'CRM180',
    name: 'unread-list',
    doc: 'A list of the CRM could not be read to its end. What it holds is left out of the plan, and nothing of it is removed.',
  },
  leftOut: {
    code: 'CRM181',
    name: 'left-out',
    doc: 'The selection (`--select`, `--exclude`, `--since`) leaves out what a selected resource needs, or takes away what one needs that it leaves out; or a resource needs a change that is left to a person and not done yet. The runner would get a release that it cannot run, so `apply` refuses such a plan. Select what the message names, too, or do by hand what it names and plan again.',
  },
  notApproved: {
    code: 'CRM182',
    name: 'not-approved',
    doc: 'A messenger has not approved a MessengerTemplate, or has to approve a new or changed one first. Until it has, messages by it go by the next channel of their Template, or are skipped with the reason `not-approved`. Nothing is refused for it.',
  },
  strayMigration: {
    code: 'CRM183',
    name: 'stray-migration',
    doc: 'A new line of `migrate` leads away from a step that the trigger that runs does not have, so it moves nobody: the runs that were meant would finish on their old revision. Steps inside others are named by their path, `ladder/call`.',
  },
} as const satisfies Readonly<Record<string, ReadingCode>>;

/** A finding that no `--accept` lets pass: the runner could not run what would follow. */
export function isLeftOut({ code }: Diagnostic): boolean {
  return code === planCodes.leftOut.code;
}
