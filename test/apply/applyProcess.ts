import { readFileSync } from 'node:fs';
import { applyPlan } from '../../src/apply/apply.js';
import { beginJournal, continueJournal, readJournal } from '../../src/apply/journal.js';
import { createAutomationClient } from '../../src/crm/automation.js';
import { createCrmClient } from '../../src/crm/client.js';
import { ownerHere } from '../../src/machine/owner.js';
import { readPlan } from '../../src/plan/read.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { projectOf } from '../plan/scene.js';
import { files } from './shopFiles.js';

/** A process of its own that applies a saved plan: killed.test.ts ends it in the middle. */
const [url = '', key = '', planFile = '', journalFile = ''] = process.argv.slice(2);
const read = readPlan(readFileSync(planFile, 'utf8'));
if (!('plan' in read)) throw new Error(read.problem);
const interrupted = readJournal(journalFile);
if (interrupted !== undefined && 'problem' in interrupted) throw new Error(interrupted.problem);
const owner = ownerHere();
const plan = interrupted?.plan ?? read.plan;
const outcome = await applyPlan({
  plan,
  project: projectOf(files),
  words: vocabulary,
  remotes,
  crm: createCrmClient({ url, key }),
  automation: createAutomationClient({ url, key }),
  owner,
  ...(interrupted && { predecessor: interrupted.owner }),
  openJournal: () => (interrupted ? continueJournal(journalFile, plan, owner) : beginJournal(journalFile, plan, owner)),
  onProgress: () => undefined,
});
process.stdout.write(outcome.is);
process.exit(0);
