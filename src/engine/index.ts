/** The engine: one for live runs, back-tests, catch-up and tests (docs/engine.md). Pure but for the state port. */
export { admit } from './admit.js';
export { approvalIn, approvalOf, isApproved } from './approvals.js';
export { adoptRelease } from './adopt.js';
export { buildEvaluators } from './compile/evaluator.js';
export { compileProgram } from './compile/program.js';
export { hearsMessages } from './compile/hearsMessages.js';
export { compileTrigger } from './compile/trigger.js';
export { lateMaxFor } from './late.js';
export type { CompiledTrigger, Program } from './program.js';
export { carryOver, type Renaming } from './rename.js';
export { startProgram } from './schedules.js';
export { isSuppressed } from './suppressionList.js';
export type { EngineState, EntityKind, EntityRecord, WorldStore } from './state.js';
export { stepIn } from './stepIn.js';
export { takeTurn } from './takeTurn.js';
export type { Input, TurnOutcome } from './turn.js';
export { linkOf } from './world.js';
export { recordAfter, sayingOf } from './world/recordAfter.js';
