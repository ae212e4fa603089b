import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and what is missing above it; gives the first that was made, `undefined` when it was there. One at a time: Node's own
 * `recursive` never ends where the system refuses new folders as if their parent were missing (`/proc`).
 */
export function makeFolder(path: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return undefined;
  const first = makeFolder(dirname(path));
  mkdirSync(path);
  return first ?? path;
}
