import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of this run, gone when it ends. */
export function scratchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'crmctl-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Loads names from files of src/, bundled as the product is: `{'simulate/backtest.ts': ['backtest']}`. */
export async function load(exports) {
  const source = Object.entries(exports).map(
    ([file, names]) => `export { ${names.join(', ')} } from ${JSON.stringify(join(root, 'src', file))};`,
  );
  const outfile = join(root, 'node_modules/.cache', `crmctl-bench-${process.pid}.mjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({
    stdin: { contents: source.join('\n'), resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    external: ['better-sqlite3'],
    logLevel: 'error',
    banner: {
      js: `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);const __filename='',__dirname='';`,
    },
  });
  return import(pathToFileURL(outfile));
}
