import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/**
 * Where the files of shops lie that are gone when their test ends: in memory where the machine has a gigabyte of it for files. SQLite waits
 * for the disk at every commit, and no test asks what a power cut leaves.
 */
export const quickDisk = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir();

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > 2 ** 30;
  } catch {
    return false;
  }
}
