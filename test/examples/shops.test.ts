import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { writeYear } from '../../src/cli/demo/shopFolder.js';
import Add from '../../src/commands/add.js';
import Run from '../../src/commands/run.js';
import type { BacktestResult } from '../../src/simulate/backtest.js';
import { outputOf } from '../commands/commandOutput.js';
import { realLog } from '../simulate/support/realLogs.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** Shops of the library: how much of the generated year they are played on, and what nothing in it can start. */
const shops: Readonly<
  Record<string, { readonly days: number; readonly ordersPerDay: number; readonly quiet: readonly string[] }>
> = {
  'fashion-chain': {
    days: 45,
    ordersPerDay: 6,
    quiet: [
      // What others report: the loyalty service, the warehouse's system.
      'bonus-edit-guard',
      'bonus-edit-guard-account',
      'bonus-redeem',
      'bonus-redeem-cancelled',
      'erp-status-back',
      'loyalty-news-level',
      'loyalty-writeback',
      'loyalty-writeback-site',
      'order-to-erp-changes',
      'returns-reverse-bonus-line',
      // Orders of the log have their manager; nobody has a card number yet, nor spends a wardrobe in six weeks.
      'loyalty-news-members-day',
      'order-auto-assign',
      'personal-consultant-orders',
      'stylist',
    ],
  },
  'cosmetics-messenger': {
    days: 45,
    ordersPerDay: 6,
    // Nobody marks an order as reviewed; orders of the log have their manager; no messenger says anything in it.
    quiet: ['reviewer-gift', 'reviewer-gift-thanks', 'site-orders-and-chats', 'text-rejected'],
  },
  'retention-by-email': {
    days: 45,
    ordersPerDay: 6,
    quiet: [
      // What takes longer than six weeks.
      'churn-and-win-back',
      'churn-and-win-back-gone',
      'churn-and-win-back-returned',
      'friendship-anniversary',
      'rf-campaigns-at-risk',
      'rf-campaigns-lost',
      'rf-campaigns-sleeping',
      // No announcement, no news, no delivery moved, no code of a friend in the log.
      'best-channel-announcement',
      'brand-news',
      'message-cascade-delivery',
      'referral-friend',
    ],
  },
  'sixty-triggers': {
    days: 365,
    ordersPerDay: 1,
    quiet: [
      // An order large enough to think about has a discount already.
      'lead-thinking',
      // Who names a time in the log is called by the ladder or is waiting for goods; nobody cancels what a supplier was asked for.
      'call-at-requested-time',
      'supplier-order-cancelled',
    ],
  },
};

describe.each(Object.keys(shops))('examples/%s', (name) => {
  const dir = join(examples, name);
  const scratch = mkdtempSync(join(tmpdir(), `crmctl-${name}-`));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test('has of the library what `crmctl add` writes (`npm run examples` renews it)', async () => {
    const fresh = join(scratch, 'fresh');
    const left = ['.crmctl', 'automations', 'shop'].map((folder) => join(dir, folder));
    cpSync(dir, fresh, { recursive: true, filter: (path) => !left.includes(path) });
    const { exitCode } = await outputOf(Add, ['-C', fresh, ...readdirSync(join(dir, 'automations')).sort()]);
    expect(exitCode).toBe(0);
    expect(textsIn(dir)).toEqual(textsIn(fresh));
  });

  test('keeps within its Policy on generated events, and every automation does something that can', async () => {
    const { days, ordersPerDay, quiet } = shops[name]!; // its own key
    const log = join(scratch, 'log.ndjson.gz');
    writeYear(log, days, ordersPerDay);
    const result = await backtested(dir, log);
    expectBounds(result);
    const idle = result.triggers
      .filter(({ entered }) => entered === 0)
      .map(({ address }) => address.slice('trigger/'.length));
    expect(idle.filter((code) => !quiet.includes(code))).toEqual([]);
    expect(result.pressure.length).toBeGreaterThan(0);
  }, 120_000);
});

describe('sixty triggers in one shop', () => {
  test('are all automations that cover a row of the article', () => {
    const library = fileURLToPath(new URL('../../automations', import.meta.url));
    const folders = readdirSync(library, { withFileTypes: true }).flatMap((area) =>
      area.isDirectory() ? readdirSync(join(library, area.name)).map((code) => join(library, area.name, code)) : [],
    );
    const covering = folders
      .filter((folder) => existsSync(join(folder, 'automation.yaml')))
      .filter((folder) => /\bS1-/.test(readFileSync(join(folder, 'automation.yaml'), 'utf8')))
      .map((folder) => folder.split('/').at(-1));
    expect(readdirSync(join(examples, 'sixty-triggers', 'automations')).sort()).toEqual(covering.sort());
  });

  // The first months of each; whole, they take minutes and say the same (examples/sixty-triggers/README.md).
  test.each([
    ['olist-2017.ndjson.gz', '2017-04-30'],
    ['uci-online-retail.ndjson.gz', '2011-01-31'],
  ])(
    'reach nobody more often than the Policy allows on %s',
    async (name, to) => {
      const log = realLog(name);
      if (log === undefined) return;
      const result = await backtested(join(examples, 'sixty-triggers'), log, ['--to', to]);
      expectBounds(result);
      expect(result.pressure.map((each) => each.class)).toEqual(['marketing', 'service']);
    },
    300_000,
  );
});

async function backtested(dir: string, log: string, more: readonly string[] = []): Promise<BacktestResult> {
  const args = ['--dry-run', '-C', dir, '--events', log, '--json', '--quiet', '--parallelism', '1', ...more];
  const { stdout, exitCode } = await outputOf(Run, args);
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as BacktestResult;
}

/** `lookahead` tells what a back-test cannot know of the past; `unknown-code`, that the log's shop has more statuses than this one. */
const explained = ['lookahead', 'unknown-code'];

function expectBounds({ totals, pressure, warnings }: BacktestResult): void {
  expect(totals.failed).toBe(0);
  expect(pressure.flatMap((each) => each.caps.filter(({ ok }) => !ok))).toEqual([]);
  expect(warnings.filter(({ code }) => !explained.includes(code))).toEqual([]);
}

/** Every file of a folder by its path; what an embedded CRM left is no part of it. */
function textsIn(dir: string): Readonly<Record<string, string>> {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(dir, path).startsWith('.crmctl'));
  return Object.fromEntries(files.sort().map((path) => [relative(dir, path), readFileSync(path, 'utf8')]));
}
