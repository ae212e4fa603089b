import type { CheckWord } from '../word.js';
import { segmentNeverWins } from './segmentNeverWins.js';
import { segmentationHole } from './segmentationHole.js';
import { segmentationNotProvable } from './segmentationNotProvable.js';
import { segmentsOverlap } from './segmentsOverlap.js';

/** Checks of a whole project, by code. */
export const checks: readonly CheckWord[] = [segmentationHole, segmentNeverWins, segmentsOverlap, segmentationNotProvable];
