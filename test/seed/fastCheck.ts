import { inject } from 'vitest';
// By its path: the name leads here (vitest.config.ts).
import fc from '../../node_modules/fast-check/lib/fast-check.js';

fc.configureGlobal({ seed: inject('seed') });

/** fast-check with the seed of the run; loaded by those tests alone that ask for it, because it takes its time. */
export default fc;
