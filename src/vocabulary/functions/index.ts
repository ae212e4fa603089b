import type { FunctionWord } from '../../language/scope.js';

export const functions: readonly FunctionWord[] = [];
