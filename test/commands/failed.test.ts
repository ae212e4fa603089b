import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import Apply from '../../src/commands/apply.js';
import Pending from '../../src/commands/pending.js';
import Run from '../../src/commands/run.js';
import { openEnvironment } from '../../src/environment/open.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { readWorkspace } from '../../src/workspace/readWorkspace.js';
import { outputOf } from './commandOutput.js';

const shop = `kind: Program
code: own
name: Own
ledger: own
---
kind: Trigger
code: pay
name: Pay
on: {event: order.created}
do:
  - {id: spend, bonus: {charge: 100, program: own}}
  - {id: tell, note: "spent"}
`;

let dir: string;
/** Two customers who have no bonuses order; both runs fail in the pass after that. */
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-failed-'));
  writeFileSync(
    join(dir, 'crmctl.yaml'),
    'version: 1\nname: shop\ntimezone: UTC\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
  );
  writeFileSync(join(dir, 'shop.yaml'), shop);
  await run(Apply);
  const workspace = readWorkspace(dir, vocabulary);
  if (!workspace.found) throw new Error('no project');
  const opened = await openEnvironment({ project: workspace.project, dir, env: {} });
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  const { crm } = opened.environment;
  for (const id of [1, 2]) {
    await crm.call({ method: 'POST', path: 'customers/create', body: { customer: { firstName: 'Anna' } } });
    await crm.call({ method: 'POST', path: 'orders/create', body: { order: { customer: { id } } } });
  }
  await opened.environment.close();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function run(command: Parameters<typeof outputOf>[0], ...args: string[]) {
  return outputOf(command, ['-C', dir, '--no-color', ...args]);
}

test('the pass in which runs fail says so, once, and `pending` lists them', async () => {
  const failed = [1, 2].map((order) => ({
    trigger: 'trigger/pay',
    key: `order/${order}`,
    step: 'spend',
    reason: 'balance',
    at: expect.stringMatching(/Z$/),
  }));
  const first = JSON.parse((await run(Run, '--once', '--json')).stdout) as Record<string, unknown>;
  expect(first).toMatchObject({ format: 'crmctl.run/1', attention: [], failed });
  const second = JSON.parse((await run(Run, '--once', '--json')).stdout) as Record<string, unknown>;
  expect(second).toMatchObject({ failed: [] });

  const pending = JSON.parse((await run(Pending, '--json')).stdout) as Record<string, unknown>;
  expect(pending).toMatchObject({ runs: [], effects: [], failed });
  expect((await run(Pending)).stdout).toMatch(
    /^failed\n {2}trigger\/pay {2}spend {2}balance {2}order\/2 [\d-]+ [\d:]+ \(2\)\nPending: 0 waiting, 0 effects not through, 0 paused, 2 failed\. {3}times of UTC\n$/,
  );
  expect((await run(Pending, 'order/1')).stdout).toMatch(
    / order\/1 [\d-]+ [\d:]+\nPending: .*, 1 failed\. {3}times of UTC\n$/,
  );
});
