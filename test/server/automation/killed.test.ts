import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestOf } from '../../../src/model/digest.js';
import { instant } from '../../../src/model/instant.js';
import { openAutomationStore } from '../../../src/server/automation/store.js';
import { temporaryFolder } from '../../environment/project.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const script = join(root, 'node_modules/.cache/crmctl-test/publishForever.mjs');
/** Publishes release after release into the store of its first argument until it is killed; others may do so at the same time. */
const publishForever = `
import { instant } from '../../../src/model/instant.js';
import { openAutomationStore } from '../../../src/server/automation/store.js';
import { releaseSaying } from './plane.js';

const store = openAutomationStore(process.argv[2]!, () => instant(Date.now()));
process.stdout.write('ready');
for (let index = 0; ; index++) {
  const parent = store.releases.current()?.id ?? null;
  const release = releaseSaying('release ' + index + 'x'.repeat(2000), parent);
  const many = Array.from({ length: 20 }, (_, at) => ({
    address: 'trigger/t-' + at,
    kind: 'Trigger',
    spec: { code: 't-' + at, index },
  }));
  const { ok } = store.releases.publish({ ...release, live: many, applied: many });
  if (ok && index % 3 === 0) store.releases.amend('trigger/t-1', undefined);
}
`;

let folder: ReturnType<typeof temporaryFolder>;

beforeAll(async () => {
  mkdirSync(join(script, '..'), { recursive: true });
  await build({
    stdin: { contents: publishForever, resolveDir: join(root, 'test/server/automation'), loader: 'ts' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  folder = temporaryFolder();
});
afterAll(() => folder.remove());

/** Publishes in a process of its own and kills it with SIGKILL after so many milliseconds of work. */
async function publishAndKill(file: string, after: number): Promise<void> {
  const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await pause(after);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

it('a store whose process is killed again and again always has one whole current release', async () => {
  const file = join(folder.path, 'automation.sqlite');
  let published = 0;
  for (const after of [3, 17, 29, 41, 8, 23, 11, 35, 5, 47]) {
    await publishAndKill(file, after);
    const store = openAutomationStore(file, () => instant(0));
    const { release, live, applied } = store.state();
    if (release !== null) {
      // An amended release is short of one trigger; nothing lies between.
      expect([19, 20]).toContain(live.length);
      for (const resource of [...live, ...applied]) expect(resource.digest).toBe(digestOf(resource.spec));
      const indexes = new Set([...live, ...applied].map(({ spec }) => spec['index']));
      expect(indexes.size).toBe(1);
      expect(applied).toHaveLength(20);
      const { releases, total } = store.releases.page(10_000, 1);
      expect(releases.map(({ number }) => number)).toEqual(Array.from({ length: total }, (_, index) => total - index));
      expect(release.number).toBe(total);
      for (const [index, each] of releases.entries()) expect(each.parent).toBe(releases[index + 1]?.id ?? null);
      expect(total).toBeGreaterThanOrEqual(published);
      published = total;
    }
    store.close();
  }
  expect(published).toBeGreaterThan(0);
});

it('two processes that publish into one file never both follow the same release', async () => {
  const file = join(folder.path, 'shared.sqlite');
  openAutomationStore(file, () => instant(0)).close();
  await Promise.all([publishAndKill(file, 150), publishAndKill(file, 150)]);
  const store = openAutomationStore(file, () => instant(0));
  const { releases, total } = store.releases.page(10_000, 1);
  expect(new Set(releases.map(({ parent }) => parent)).size).toBe(total);
  store.close();
});
