import type { StepWord } from '../meaning.js';

export const steps: readonly StepWord[] = [];
