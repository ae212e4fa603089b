// Writes the JSON Schemas of the vocabulary to schemas/; test/schemas.test.ts fails when they are not current.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const bundle = 'node_modules/.cache/schemas.mjs';
await build({
  stdin: {
    contents: `export { allSchemas } from './src/language/jsonSchema.js';
export { vocabulary } from './src/vocabulary/index.js';`,
    resolveDir: root,
    loader: 'ts',
  },
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'warning',
});
const { allSchemas, vocabulary } = await import(new URL(`../${bundle}`, import.meta.url));

mkdirSync('schemas', { recursive: true });
const schemas = allSchemas(vocabulary);
for (const [file, schema] of schemas) writeFileSync(`schemas/${file}`, `${JSON.stringify(schema, undefined, 2)}\n`);
for (const file of readdirSync('schemas')) {
  if (file.endsWith('.schema.json') && !schemas.has(file)) rmSync(`schemas/${file}`);
}
