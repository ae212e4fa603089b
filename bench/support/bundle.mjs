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
  return import(pathToFileURL(await bundle({ stdin: { contents: source.join('\n'), resolveDir: root } }, 'main')));
}

/** A file of src/ that another thread can load. */
export function loadable(file) {
  return bundle({ entryPoints: [join(root, 'src', file)] }, file.replaceAll(/\W/g, '-'));
}

async function bundle(input, name) {
  // Inside the project, so that it finds its packages.
  const outfile = join(root, 'node_modules/.cache', `crmctl-bench-${process.pid}-${name}.mjs`);
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({
    ...input,
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
  return outfile;
}
