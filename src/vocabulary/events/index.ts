import type { EventWord } from '../word.js';

export const events: readonly EventWord[] = [];
