import type { KindWord } from '../word.js';

export const kinds: readonly KindWord[] = [];
