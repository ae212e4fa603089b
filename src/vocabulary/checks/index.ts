import type { CheckWord } from '../word.js';

export const checks: readonly CheckWord[] = [];
