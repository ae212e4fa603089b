import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Apply from '../../src/commands/apply.js';
import Doctor from '../../src/commands/doctor.js';
import Drift from '../../src/commands/drift.js';
import Import from '../../src/commands/import.js';
import Plan from '../../src/commands/plan.js';
import Validate from '../../src/commands/validate.js';
import { instant } from '../../src/model/instant.js';
import { startServer } from '../../src/server/start.js';
import { outputOf } from '../commands/commandOutput.js';

/** One word a secret, each looked for everywhere afterwards. */
const canaries = {
  CRM_KEY: 'canary-of-the-crm-key',
  SMS_TOKEN: 'canary-of-the-sms-token',
  LOYALTY: 'canary-of-the-loyalty',
};

let folder: string;
let server: Awaited<ReturnType<typeof startServer>> | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crmctl-secrets-'));
  server = await startServer({
    crmFile: join(folder, 'crm.sqlite'),
    automationFile: join(folder, 'automation.sqlite'),
    key: canaries.CRM_KEY,
    unlimited: true,
    now: () => instant(Date.UTC(2026, 2, 2)),
  });
  for (const [name, secret] of Object.entries(canaries)) vi.stubEnv(name, secret);
  write(
    'crmctl.yaml',
    `version: 1
name: shop
timezone: Europe/Moscow
environments:
  production:
    crm: {url: "${server.url}", key: "\${CRM_KEY}"}
    automation: {url: "${server.url}", token: "\${CRM_KEY}"}
`,
  );
  write('shop.yaml', shop('Bearer'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await closed();
  rmSync(folder, { recursive: true, force: true });
});

async function closed(): Promise<void> {
  await server?.close();
  server = undefined;
}

const shop = (scheme: string): string => `kind: Connection
code: loyalty
url: https://bonus.example.ru/api
headers: {Authorization: "${scheme} \${LOYALTY}"}
---
kind: Channel
code: sms
type: sms
provider: http
url: https://sms.example.ru/send
headers: {X-Token: "\${SMS_TOKEN}"}
from: SHOP
---
kind: Reference
of: orderType
code: main
name: Основной
`;

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const said: string[] = [];
async function run(
  command: typeof Plan | typeof Apply | typeof Drift | typeof Import | typeof Validate | typeof Doctor,
  ...args: string[]
): Promise<number> {
  try {
    const { stdout, stderr, exitCode } = await outputOf(command, ['-C', folder, '--verbose', ...args]);
    said.push(stdout, stderr);
    return exitCode;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    said.push(error.message, error.cure ?? '');
    return error.exitCode;
  }
}

/** Everything that was printed, and every file that anybody wrote. */
function traces(): readonly (readonly [place: string, text: string])[] {
  const walk = (directory: string): readonly string[] =>
    readdirSync(directory).flatMap((name) => {
      const path = join(directory, name);
      return statSync(path).isDirectory() ? walk(path) : [path];
    });
  return [
    ...walk(folder).map((path) => [path, readFileSync(path, 'latin1')] as const),
    ...said.map((text) => ['output', text] as const),
  ];
}

test('a secret is in no output, plan, journal, log, release or database, whatever is done with it', async () => {
  const plan = join(folder, 'plan.json');
  expect(await run(Validate)).toBe(0);
  expect(await run(Plan, '-o', plan)).toBe(0);
  expect(await run(Apply, plan)).toBe(0);
  write('shop.yaml', shop('ApiKey'));
  expect(await run(Plan, '--json')).toBe(0);
  expect(await run(Plan, '--markdown')).toBe(0);
  expect(said.join('\n')).toContain('(sensitive, changed)');
  expect(await run(Apply, '--auto-approve')).toBe(0);
  expect(await run(Drift)).toBe(0);
  expect(await run(Doctor)).toBe(0);
  expect(await run(Validate, '--online')).toBe(0);
  write('shop.yaml', '');
  expect(await run(Import)).toBe(0);
  expect(await run(Plan, '--detailed-exitcode')).toBe(0);
  // What the runner needs is there, as it was written.
  expect(readFileSync(join(folder, 'connections.yaml'), 'utf8')).toContain('ApiKey ${LOYALTY}');

  // A journal that stays, because the CRM goes away under an apply.
  write('more.yaml', 'kind: Reference\nof: orderType\ncode: more\nname: Ещё\n');
  await run(Plan, '-o', plan);
  await closed();
  expect(await run(Apply, plan)).toBe(1);

  for (const secret of Object.values(canaries)) {
    const found = traces().filter(([, text]) =>
      [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')].some((form) => text.includes(form)),
    );
    expect(found.map(([place]) => place)).toEqual([]);
  }
});
