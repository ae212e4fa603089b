import type { ObjectWord } from '../../language/scope.js';

export const objects: readonly ObjectWord[] = [];
