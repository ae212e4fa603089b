import type { CheckWord } from '../word.js';
import { actionNeeds } from './actionNeeds.js';
import { approvedExamples } from './approvedExamples.js';
import { approvedText } from './approvedText.js';
import { calendarHours } from './calendarHours.js';
import { callCircle } from './callCircle.js';
import { callParameters } from './callParameters.js';
import { cascadeSuccess } from './cascadeSuccess.js';
import { emptyMessage } from './emptyMessage.js';
import { exitByOwnSet } from './exitByOwnSet.js';
import { fieldValues } from './fieldValues.js';
import { foreignSegment } from './foreignSegment.js';
import { forbiddenMove } from './forbiddenMove.js';
import { lacking } from './lacking.js';
import { localMessage } from './localMessage.js';
import { momentOfNow } from './momentOfNow.js';
import { neverConcerns } from './neverConcerns.js';
import { noAdapter } from './noAdapter.js';
import { noChannel } from './noChannel.js';
import { noEffect } from './noEffect.js';
import { policyArithmetic } from './policyArithmetic.js';
import { programLedger } from './programLedger.js';
import { rawEvent } from './rawEvent.js';
import { referenceFields } from './referenceFields.js';
import { segmentDaily } from './segmentDaily.js';
import { segmentNeverWins } from './segmentNeverWins.js';
import { segmentationHole } from './segmentationHole.js';
import { segmentationNotProvable } from './segmentationNotProvable.js';
import { segmentsOverlap } from './segmentsOverlap.js';
import { stepIdTwice } from './stepIdTwice.js';
import { templateParameters } from './templateParameters.js';
import { templateSubject } from './templateSubject.js';
import { testData } from './testData.js';
import { testNames } from './testNames.js';
import { triggerLoop } from './triggerLoop.js';
import { viaWithoutBody } from './viaWithoutBody.js';
import { watchedComputed } from './watchedComputed.js';
import { workingTimeInVars } from './workingTimeInVars.js';
import { unreachableStep } from './unreachableStep.js';
import { sameFormTwice } from './sameFormTwice.js';
import { divisionByZero } from './divisionByZero.js';
import { neverHolds } from './neverHolds.js';
import { exitAtEntry } from './exitAtEntry.js';
import { formIdTwice } from './formIdTwice.js';
import { keyInOne } from './keyInOne.js';
import { laterStep } from './laterStep.js';
import { unknownTeam } from './unknownTeam.js';
import { armWithoutTemplate } from './armWithoutTemplate.js';

/** Checks of a whole project, by code. */
export const checks: readonly CheckWord[] = [
  segmentationHole,
  segmentNeverWins,
  segmentsOverlap,
  segmentationNotProvable,
  stepIdTwice,
  viaWithoutBody,
  noChannel,
  actionNeeds,
  fieldValues,
  triggerLoop,
  exitByOwnSet,
  policyArithmetic,
  testNames,
  referenceFields,
  templateParameters,
  calendarHours,
  forbiddenMove,
  rawEvent,
  emptyMessage,
  templateSubject,
  callParameters,
  callCircle,
  noAdapter,
  cascadeSuccess,
  segmentDaily,
  neverConcerns,
  workingTimeInVars,
  programLedger,
  localMessage,
  approvedText,
  approvedExamples,
  foreignSegment,
  momentOfNow,
  testData,
  watchedComputed,
  noEffect,
  lacking,
  unreachableStep,
  sameFormTwice,
  divisionByZero,
  neverHolds,
  exitAtEntry,
  formIdTwice,
  keyInOne,
  armWithoutTemplate,
  laterStep,
  unknownTeam,
];
