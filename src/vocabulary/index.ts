import { actions } from './actions/index.js';
import { checks } from './checks/index.js';
import { events } from './events/index.js';
import { functions } from './functions/index.js';
import { kinds } from './kinds/index.js';
import { objects } from './objects/index.js';
import { forms } from './on/index.js';
import { steps } from './steps/index.js';
import type { Vocabulary } from './word.js';

/** Everything that a user can say. Language and engine are given it; neither knows a word by name. */
export const vocabulary: Vocabulary = { kinds, forms, steps, actions, events, objects, functions, checks };
