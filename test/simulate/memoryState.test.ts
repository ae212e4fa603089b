import { createMemoryState } from '../../src/simulate/memoryState.js';
import { conformsToEngineState } from '../conformance/state.js';

conformsToEngineState('in memory', () => ({ state: createMemoryState(), commit: () => {}, close: () => {} }));
