import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crmctl, temporaryFolder } from './crmctl.js';

test('the demo runs to its end, in a clone that ignores its folder too, and a second time', async () => {
  const clone = temporaryFolder();
  mkdirSync(join(clone.path, '.git'));
  writeFileSync(join(clone.path, '.gitignore'), '/demo-shop/\n');
  for (const begin of ['A shop with a dozen automations', 'its YAML is kept']) {
    const { exitCode, stdout } = await crmctl(clone.path, ['demo']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(begin);
    expect(stdout).toMatch(/Valid: [1-9]\d* resources in [1-9]\d* files/);
    expect(stdout).toMatch(/Applied [1-9]\d*\./);
    expect(stdout).toMatch(/Back-test: [1-9]\d* entered, [1-9]\d* effects done/);
    expect(stdout).toContain('☑ задача: Перезвонить по заказу 1A');
    expect(stdout).toContain('11 letters were received over SMTP, 2 tasks stand in the CRM.');
    expect(stdout.split('Try next')[1]!.match(/crmctl (plan|test|serve)/g)).toHaveLength(3);
  }
  clone.remove();
}, 180_000);

test('the demo touches no other project', async () => {
  const folder = temporaryFolder();
  await crmctl(folder.path, ['init', 'shop']);
  await crmctl(folder.path, ['plan', '-C', 'shop']);
  const refused = await crmctl(folder.path, ['demo', 'shop']);
  expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('shop holds another project') });
  expect(existsSync(join(folder.path, 'shop/.crmctl/local/crm.sqlite'))).toBe(true);
  folder.remove();
}, 60_000);
