/** Why a SQLite file cannot be used, and what to do about it. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
  constructor(
    message: string,
    readonly cure: string,
    /** SQLite's code, where it is what SQLite said: `SQLITE_BUSY`. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** SQLite's codes begin so; what follows tells where it happened. */
const words: readonly (readonly [code: string, reason: string, cure: string])[] = [
  ['READONLY_DIRECTORY', 'its folder is read-only', 'Make it writable, or name a file in another place with --store.'],
  ['READONLY', 'it is read-only', 'Make it writable for the user who runs crmctl.'],
  [
    'CANTOPEN',
    'it cannot be opened or made',
    'Look at the rights of the file and of its folder, and whether the disk is read-only.',
  ],
  ['NOTADB', 'it is no SQLite database', 'Restore it from a copy, or move it away to begin anew.'],
  ['CORRUPT', 'it is damaged', 'Restore it from a copy, or move it away to begin anew.'],
  ['FULL', 'the disk is full', 'Make room, then start it again: nothing was written by halves.'],
  // There is no room for the index of its log.
  ['IOERR_SHMSIZE', 'the disk is full', 'Make room, then start it again: nothing was written by halves.'],
  [
    'IOERR',
    'the disk fails',
    'Look at the disk and the log of the system, then start it again: nothing was written by halves.',
  ],
  ['BUSY', 'another process keeps it busy', 'Wait until the other crmctl is done.'],
  ['LOCKED', 'another process keeps it busy', 'Wait until the other crmctl is done.'],
];

/** What SQLite threw about a file, in words; anything else comes back as it is. `file`: `the automation store /srv/shop.sqlite`. */
export function inWords(thrown: unknown, file: string): unknown {
  const code = codeOf(thrown);
  const known = words.find(([name]) => code.startsWith(`SQLITE_${name}`));
  if (known === undefined) return thrown;
  const [, reason, cure] = known;
  return new FileProblem(`${file[0]!.toUpperCase()}${file.slice(1)} cannot be used: ${reason}.`, cure, code);
}

/** The same of a file of which SQLite does not see it. */
export function damaged(file: string): unknown {
  return inWords(Object.assign(new Error(), { code: 'SQLITE_CORRUPT' }), file);
}

/** Somebody else has the file, and will let go of it. */
export function isBusy(thrown: unknown): thrown is Error {
  return codeOf(thrown).startsWith('SQLITE_BUSY');
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
