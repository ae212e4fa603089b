import type { Layout } from '../../../../sqlite/layout.js';
import { endedRuns } from './endedRuns.js';
import { heardInLists } from './heardInLists.js';
import { numberFiles } from './unnumbered.js';

/** The file that automation API and runner share. A change of its tables is a further step here, and a test file of the tables before it. */
export const automationLayout: Layout = {
  name: 'automation store',
  applicationId: 0x63_72_6d_61, // "crma"
  knownBy: 'automation_schema',
  steps: [
    { to: 11, run: numberFiles },
    { to: 12, run: endedRuns },
    { to: 13, run: heardInLists },
  ],
};
