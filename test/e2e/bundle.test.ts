import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { root } from './crmctl.js';

const commands = readdirSync(join(root, 'src/commands')).map((file) => basename(file, '.ts'));

/** Bundled CommonJS asks for `require`, and a package may lose its named exports when it is cut into chunks. */
describe('the bundle', () => {
  test('has every command in its manifest', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as { commands: object };
    expect(Object.keys(manifest.commands).sort()).toEqual([...commands].sort());
  });

  test('loads every command, and reads YAML', async () => {
    const script = `
      for (const name of ${JSON.stringify(commands)}) {
        const { default: command } = await import('./dist/commands/' + name + '.js');
        if (typeof command.run !== 'function') console.log(name);
      }
      const { readProject, vocabulary } = await import('./dist/api.js');
      const project = readProject([{ path: 'crmctl.yaml', text: 'version: 1\\nname: [shop\\n' }], new Map(), vocabulary);
      console.log(project.diagnostics.map(({ code }) => code).join());`;
    const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
    expect(stdout).toBe('CRM101');
  });
});
