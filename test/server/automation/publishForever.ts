import { instant } from '../../../src/model/instant.js';
import { openAutomationStore } from '../../../src/server/automation/store.js';
import { releaseSaying } from './plane.js';

/** Publishes release after release into the store of the first argument until it is killed; others may do so at the same time. */
const store = openAutomationStore(process.argv[2]!, () => instant(Date.now()));
process.stdout.write('ready\n');
for (let index = 0; ; index++) {
  const parent = store.releases.current()?.id ?? null;
  const release = releaseSaying(`release ${index} ${'x'.repeat(2000)}`, parent);
  const many = Array.from({ length: 20 }, (_, at) => ({
    address: `trigger/t-${at}`,
    kind: 'Trigger',
    spec: { code: `t-${at}`, index },
  }));
  const { ok } = store.releases.publish({ ...release, live: many, applied: many });
  if (ok && index % 3 === 0) store.releases.amend('trigger/t-1', undefined);
}
