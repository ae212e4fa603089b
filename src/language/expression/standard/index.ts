import type { FunctionWord } from '../../scope.js';
import { clockFunctions } from './clock.js';
import { conversions } from './conversions.js';
import { textFunctions } from './text.js';

/** What CEL itself offers, in our semantics: nothing throws, a missing argument gives a missing result. */
export const standardFunctions: readonly FunctionWord[] = [...textFunctions, ...conversions, ...clockFunctions];
