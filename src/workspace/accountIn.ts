import { accountFile, readAccount, type Account } from '../language/account.js';
import { readingCodes } from '../language/codes.js';
import type { SourceFile } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';

/** What crmctl.schema.json says, or why it says nothing; nothing of either where there is none. */
export function accountIn(file: SourceFile | undefined): {
  readonly account?: Account;
  readonly problem?: Diagnostic;
} {
  if (file === undefined) return {};
  const read = readAccount(file.text);
  if ('account' in read) return read;
  return {
    problem: {
      severity: 'error',
      code: readingCodes.badAccount.code,
      message: `${accountFile} cannot be read: ${read.problem}`,
      file: accountFile,
      line: 1,
      column: 1,
      suggestion: 'delete it; crmctl validate --online writes it anew',
    },
  };
}
