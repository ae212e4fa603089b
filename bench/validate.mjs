// `crmctl validate` of 1,000 resources, cold (a new process, nothing cached), against a process that reads the same files and gives
// them to parseDocument; start-up is that of `crmctl validate` of an empty project. CPU time, interleaved, medians.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bigShop, writeFiles } from './support/bigShop.mjs';
import { root, scratchFolder } from './support/bundle.mjs';
import { childCpu, median } from './support/measure.mjs';

const resources = Number(process.argv[2] ?? 1000);
const rounds = 5;
const folder = scratchFolder();
const shop = join(folder, 'shop');
const empty = join(folder, 'empty');
const files = bigShop(resources);
writeFiles(shop, files);
writeFiles(empty, files.slice(0, 1));
// Inside the project, so that it finds `yaml`.
mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
const parsing = mkdtempSync(join(root, 'node_modules/.cache/crmctl-bench-'));
process.on('exit', () => rmSync(parsing, { recursive: true, force: true }));
writeFileSync(
  join(parsing, 'parse.mjs'),
  `import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
for (const path of ${JSON.stringify(files.map(({ path }) => join(shop, path)))}) {
  const { errors } = parseDocument(readFileSync(path, 'utf8'), { lineCounter: new LineCounter() });
  if (errors.length > 0) throw errors[0];
}
`,
);

const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;
const cases = {
  'node -e 0': ['-e', '0'],
  'read and parseDocument': [join(parsing, 'parse.mjs')],
  'validate, empty project': [join(root, 'bin/run.js'), 'validate', '-C', empty],
  [`validate, ${resources} resources`]: [join(root, 'bin/run.js'), 'validate', '-C', shop],
};
const samples = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++)
  for (const [name, args] of Object.entries(cases)) {
    const cpu = run(args);
    if (round > 0) samples[name].push(cpu);
  }
const [bare, parse, start, whole] = Object.values(samples).map(median);
for (const [name, values] of Object.entries(samples))
  console.log(`${name.padEnd(28)} ${Math.round(median(values))} ms`);
console.log(`without start-up: ${((whole - start) / (parse - bare)).toFixed(2)} × reading and parseDocument`);

function run(args) {
  const before = childCpu();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} exited ${status}: ${stdout.slice(0, 1000)}${stderr}`);
  return childCpu() - before;
}
