import { readFileSync } from 'node:fs';

/** CPU seconds of this process (other people's work on the machine does not count), wall seconds, and what the work gave. */
export async function timed(work) {
  const before = process.cpuUsage();
  const begin = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpu: (user + system) / 1e6, wall: (performance.now() - begin) / 1000 };
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export function rate(count, seconds) {
  return `${Math.round(count / seconds).toLocaleString('en')}/s`;
}

/** CPU milliseconds of all children that have ended. */
export function childCpu() {
  // Fields 16 and 17 of /proc/self/stat, in ticks of 10 ms.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
