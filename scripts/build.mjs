// Bundles the commands into dist/ (shared code in chunks, so that a command loads only what it needs), writes oclif's manifest and the catalog of
// the library.
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const entries = ['commands', 'hooks'].flatMap((folder) =>
  readdirSync(`src/${folder}`).map((file) => `src/${folder}/${file}`),
);
// A build that fails leaves the last one as it is.
const fresh = `dist.${process.pid}`;
// Without comments and white space there is less to read at every start, and no character that is not ASCII. Names stay, for stacks.
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node22.12',
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};
await build({ ...shared, entryPoints: ['twing/light'], outfile: `${fresh}/twing.cjs`, format: 'cjs', minify: true });
await build({
  ...shared,
  entryPoints: ['src/start.ts', 'src/api.ts', 'src/simulate/parallel/worker.ts', ...entries],
  outdir: fresh,
  outbase: 'src',
  splitting: true,
  format: 'esm',
  sourcemap: true,
  sourcesContent: false,
  external: ['better-sqlite3', 'typescript', 'ts-node', 'tsx'],
  // Its build for browsers is the same parser; that for Node looks into the environment at every token.
  alias: { yaml: './node_modules/yaml/browser/index.js' },
  // Bundled CommonJS (oclif, nodemailer …) asks for `require` and `__dirname`.
  banner: {
    js: "import{createRequire as __cr}from'node:module';import{fileURLToPath as __fu}from'node:url';import{dirname as __dn}from'node:path';const require=__cr(import.meta.url),__filename=__fu(import.meta.url),__dirname=__dn(__filename);",
  },
  define: { TWING_FILE: '"./twing.cjs"' },
});

rmSync('dist', { recursive: true, force: true });
renameSync(fresh, 'dist');

const { Plugin } = await import('@oclif/core/config');
const plugin = new Plugin({ root, ignoreManifest: true });
await plugin.load();
writeFileSync('oclif.manifest.json', JSON.stringify(plugin.manifest));

const { catalogOf, libraryFiles, readLibrary, vocabulary } = await import('../dist/api.js');
const library = readLibrary(libraryFiles(root), vocabulary);
writeFileSync('dist/catalog.json', JSON.stringify(catalogOf(library, vocabulary)));

writeFileSync('dist/.built', '');
