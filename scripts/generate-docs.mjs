// Writes the pages of docs/ that are the vocabulary, and the generated parts of the others; test/docs.test.ts fails when they are not current.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatedParts, providers, vocabulary, wholePages, withParts } from '../dist/api.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const manifest = JSON.parse(readFileSync('oclif.manifest.json', 'utf8'));
const catalog = JSON.parse(readFileSync('dist/catalog.json', 'utf8'));
const sources = { words: vocabulary, carriers: providers, manifest, catalog };

for (const [file, text] of wholePages(sources)) writeFileSync(`docs/${file}`, text);
const parts = generatedParts(sources);
for (const file of readdirSync('docs').filter((name) => name.endsWith('.md'))) {
  const page = readFileSync(`docs/${file}`, 'utf8');
  const current = withParts(page, parts);
  if (current !== page) writeFileSync(`docs/${file}`, current);
}
