import type { ActionWord } from '../meaning.js';

export const actions: readonly ActionWord[] = [];
