import type { FormWord } from '../meaning.js';

export const forms: readonly FormWord[] = [];
