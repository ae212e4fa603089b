import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('the HTML of the layouts is what their MJML gives (else: npm run letters)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'letters-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, ['scripts/build-letters.mjs', folder]);
  const made = readdirSync(folder);
  expect(made).toContain('letter.html');
  for (const name of made)
    expect(readFileSync(join('automations/shared/fragments', name), 'utf8')).toBe(
      readFileSync(join(folder, name), 'utf8'),
    );
});
