import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isProcessAlive } from '../machine/owner.js';
import { isObject } from '../model/json.js';
import { cureOf, reasonOf, StateProblem, usualStore, type StateDir } from './stateDir.js';

/** A `crmctl serve` of this environment, as it announces itself. */
export interface AnnouncedServer {
  readonly url: string;
  readonly pid: number;
  /** File that holds the key; never the key itself. */
  readonly keyFile: string;
  /** SQLite file of its automation API. */
  readonly store: string;
}

/** Written by `crmctl serve` when it listens; replaced at once, so that a reader never sees half of it. */
export function announceServer(dir: StateDir, { url, pid }: Pick<AnnouncedServer, 'url' | 'pid'>): void {
  const server: AnnouncedServer = { url, pid, keyFile: dir.keyFile, store: dir.automationFile };
  const temporary = `${dir.serverFile}.${process.pid}`;
  try {
    writeFileSync(temporary, `${JSON.stringify(server, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, dir.serverFile);
  } catch (thrown) {
    throw new StateProblem(`${dir.serverFile} cannot be written: ${reasonOf(thrown)}.`, cureOf(thrown));
  }
}

/** Taken back when it ends; a later server's announcement stays. */
export function withdrawServer(dir: StateDir, pid: number): void {
  if (readServer(dir)?.pid === pid) rmSync(dir.serverFile, { force: true });
}

/** What was announced by a process that still lives; a leftover of a killed one is nothing. */
export function findServer(dir: StateDir): AnnouncedServer | undefined {
  const server = readServer(dir);
  return server !== undefined && isProcessAlive(server.pid) ? server : undefined;
}

function readServer(dir: StateDir): AnnouncedServer | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(dir.serverFile, 'utf8'));
    if (!isObject(found)) return undefined;
    const { url, pid, keyFile, store = usualStore(dir.path) } = found;
    return typeof url === 'string' &&
      typeof pid === 'number' &&
      typeof keyFile === 'string' &&
      typeof store === 'string'
      ? { url, pid, keyFile, store }
      : undefined;
  } catch {
    return undefined;
  }
}
