import type { StepWord } from '../meaning/step.js';
import { call } from './call.js';
import { cascade } from './cascade.js';
import { choose } from './choose.js';
import { each } from './each.js';
import { repeat } from './repeat.js';
import { split } from './split.js';
import { stop } from './stop.js';
import { wait } from './wait.js';
import { waitFor } from './waitFor.js';

/** Steps of flow, in the order in which they are documented. */
export const steps: readonly StepWord[] = [wait, waitFor, choose, split, repeat, each, call, cascade, stop];
