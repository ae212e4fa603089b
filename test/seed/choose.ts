import { randomInt } from 'node:crypto';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whatever is random in this run comes of it. */
    seed: number;
  }
}

/** One seed for the whole run, printed, so that the run can be repeated. */
export default function chooseSeed({ provide }: TestProject): void {
  const given = process.env['CRMCTL_TEST_SEED'];
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
  if (!Number.isInteger(seed)) throw new Error(`CRMCTL_TEST_SEED must be a whole number, not "${given}"`);
  provide('seed', seed);
  process.stdout.write(`\nrandom values from seed ${seed}; once more the same: CRMCTL_TEST_SEED=${seed} npm test\n`);
}
