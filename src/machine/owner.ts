import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Name under which this process holds something, another one at every call: `4711@anna-laptop 6f1c…`. */
export function ownerHere(): string {
  return `${process.pid}@${hostname()} ${randomUUID()}`;
}

/** A dead owner of this machine holds nothing any more; of one on another (a container is one) nobody here can tell. */
export function mayBeAlive(owner: string): boolean {
  const [, pid, host] = /^(\d+)@(\S+) /.exec(owner) ?? [];
  return host !== hostname() || isProcessAlive(Number(pid));
}

/** Signal 0 asks without sending; EPERM means that it lives under another user. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
