import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** `.crmctl/<environment>/` of a project: keys and databases, for this user only. */
export interface StateDir {
  readonly environment: string;
  readonly path: string;
  readonly crmFile: string;
  readonly automationFile: string;
  /** Somebody named the store (`--store`): a server of another one is none of ours. */
  readonly storeNamed: boolean;
  readonly keyFile: string;
  readonly serverFile: string;
}

/** Why the state cannot be kept, and what to do about it. */
export class StateProblem extends Error {
  override readonly name = 'StateProblem';
  constructor(
    message: string,
    readonly cure: string,
  ) {
    super(message);
  }
}

/** `store`: the SQLite file of automation API and runner, where it is not `automation.sqlite` of the folder. */
export function stateDirOf(projectDir: string, environment: string, store?: string): StateDir {
  const path = join(projectDir, '.crmctl', environment);
  return {
    environment,
    path,
    crmFile: join(path, 'crm.sqlite'),
    automationFile: store === undefined ? usualStore(path) : resolve(store),
    storeNamed: store !== undefined,
    keyFile: join(path, 'key'),
    serverFile: join(path, 'server.json'),
  };
}

export function usualStore(path: string): string {
  return join(path, 'automation.sqlite');
}

export function makeStateDir({ path, automationFile, storeNamed }: StateDir): void {
  if (storeNamed && !existsSync(dirname(automationFile)))
    throw new StateProblem(
      `The store ${automationFile} cannot be made: its folder does not exist.`,
      'Make the folder, or name another file with --store.',
    );
  const ignore = join(path, '..', '.gitignore');
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // Keys and customers' data: never into the repository, whatever its own .gitignore says.
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  } catch (thrown) {
    throw new StateProblem(`The folder ${path} cannot be made: ${reasonOf(thrown)}.`, cureOf(thrown));
  }
}

/**
 * The key of the embedded CRM, made at the first start, readable by its owner only. Of two processes that start together one makes it,
 * and the other reads it.
 */
export function keyOf(dir: StateDir): string {
  const made = randomBytes(24).toString('base64url');
  try {
    writeFileSync(dir.keyFile, `${made}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') {
      throw new StateProblem(`The key file ${dir.keyFile} cannot be written: ${reasonOf(thrown)}.`, cureOf(thrown));
    }
  }
  const key = readKey(dir.keyFile);
  if (key !== '') return key;
  throw new StateProblem(`The key file ${dir.keyFile} is empty.`, 'Delete it: a new key is made at the next start.');
}

export function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (thrown) {
    throw new StateProblem(
      `The key file ${file} cannot be read: ${reasonOf(thrown)}.`,
      codeOf(thrown) === 'EACCES'
        ? 'It belongs to another user: run as that user, or delete it to get a new key.'
        : cureOf(thrown),
    );
  }
}

export function reasonOf(thrown: unknown): string {
  const words: Readonly<Record<string, string>> = {
    EROFS: 'the disk is read-only',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ENOSPC: 'the disk is full',
    EADDRINUSE: 'the port is taken',
    EADDRNOTAVAIL: 'this machine does not have that address',
    ENOTDIR: 'a file stands in its way',
    EEXIST: 'a file stands in its way',
    EISDIR: 'it is a folder',
  };
  const code = codeOf(thrown);
  return words[code] ?? (thrown instanceof Error ? thrown.message : String(thrown));
}

export function cureOf(thrown: unknown): string {
  if (codeOf(thrown).startsWith('EADDR')) return 'Choose another address or port, or stop what listens there.';
  return 'Make the project folder writable, or copy the project to a place that is.';
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}
