import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentConfig } from '../../src/language/project.js';
import type { Located } from '../../src/environment/problem.js';

/** A project with these environments; every path of them is found on line 7. */
export function projectWith(environments: Readonly<Record<string, EnvironmentConfig>>): Located {
  return {
    config: { version: 1, name: 'shop', timezone: 'Europe/Moscow', currency: 'RUB', locale: 'ru', environments },
    locateConfig: () => ({ file: 'crmctl.yaml', line: 7, column: 5, endLine: 7, endColumn: 9 }),
    sourceLine: (_file, line) => (line === 7 ? '    key: ${RETAILCRM_API_KEY}' : undefined),
  };
}

/** A folder of its own, taken away afterwards. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'crmctl-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
