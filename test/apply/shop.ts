import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan, type ApplyInput } from '../../src/apply/apply.js';
import { beginJournal, continueJournal, readJournal } from '../../src/apply/journal.js';
import { observe, type Planes } from '../../src/apply/observe.js';
import type { ApplyOutcome } from '../../src/apply/report.js';
import { createAutomationClient } from '../../src/crm/automation.js';
import { createCrmClient } from '../../src/crm/client.js';
import type { Project } from '../../src/language/project.js';
import { instant } from '../../src/model/instant.js';
import { buildPlan } from '../../src/plan/build.js';
import type { Plan } from '../../src/plan/plan.js';
import { startServer } from '../../src/server/start.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';
import { quickDisk } from '../quickDisk.js';

/** An embedded CRM with its automation API on a loopback port, over files of its own. */
export interface Shop extends Planes {
  readonly url: string;
  readonly key: string;
  readonly journalFile: string;
  plan(project: Project): Promise<Plan>;
  /** With `planes`, through these clients instead of the shop's. */
  apply(project: Project, plan: Plan, planes?: Partial<Planes>): Promise<ApplyOutcome>;
  resume(project: Project, planes?: Partial<Planes>): Promise<ApplyOutcome>;
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const dir = mkdtempSync(join(quickDisk, 'crmctl-shop-'));
  const key = 'a-key-of-the-test';
  const server = await startServer({
    crmFile: join(dir, 'crm.sqlite'),
    automationFile: join(dir, 'automation.sqlite'),
    key,
    unlimited: true,
    now: () => instant(Date.UTC(2026, 2, 2)),
  });
  const crm = createCrmClient({ url: server.url, key });
  const automation = createAutomationClient({ url: server.url, key });
  const journalFile = join(dir, 'apply.journal');
  const common = { words: vocabulary, remotes, onProgress: () => undefined };
  const run = (
    input: Pick<ApplyInput, 'project' | 'plan' | 'openJournal' | 'owner' | 'predecessor'>,
    planes: Partial<Planes> = {},
  ): Promise<ApplyOutcome> => applyPlan({ ...common, crm, automation, ...planes, ...input });
  return {
    url: server.url,
    key,
    crm,
    automation,
    journalFile,
    plan: async (project) =>
      buildPlan({
        project,
        words: vocabulary,
        remotes,
        observation: await observe({ crm, automation, words: vocabulary, remotes, project }),
        environment: 'local',
      }),
    apply: (project, plan, planes) =>
      run({ project, plan, owner: 'test', openJournal: () => beginJournal(journalFile, plan, 'test') }, planes),
    resume(project, planes) {
      const interrupted = readJournal(journalFile);
      if (interrupted === undefined || 'problem' in interrupted) throw new Error('nothing was interrupted');
      const { plan, owner: predecessor } = interrupted;
      const owner = 'test, the next';
      return run(
        { project, plan, owner, predecessor, openJournal: () => continueJournal(journalFile, plan, owner) },
        planes,
      );
    },
    async close() {
      await Promise.all([crm.close(), automation.close()]);
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Everything that a plan could have changed: the CRM's lists, and what the runner has and was applied. */
export async function stateOf({ crm, automation }: Planes): Promise<unknown> {
  const lists = Object.values(remotes).flatMap((remote) => remote.lists);
  const answers = await Promise.all(lists.map(({ call, key, paged }) => crm.list(call, key, { paged })));
  const { live, applied, config } = await automation.state();
  return {
    crm: Object.fromEntries(lists.map(({ call }, index) => [call.path, answers[index]])),
    live,
    applied,
    config,
  };
}
