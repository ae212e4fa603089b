// A back-test with 100 triggers against the least that anything could do with the same log: read it and JSON.parse every line.
// One run, one machine: read the ratio, not the numbers. `node bench/backtest.mjs [events | log file]`
import { build } from 'esbuild';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';

const [wanted = '100000'] = process.argv.slice(2);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crmctl-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const source = `
export { backtest } from ${JSON.stringify(here('../src/simulate/backtest.ts'))};
export { readLog } from ${JSON.stringify(here('../src/simulate/readLog.ts'))};
export { readProject } from ${JSON.stringify(here('../src/language/readProject.ts'))};
export { compileSites } from ${JSON.stringify(here('../src/language/compile.ts'))};
export { vocabulary } from ${JSON.stringify(here('../src/vocabulary/index.ts'))};
export { generateLog } from ${JSON.stringify(here('../src/demo/generate.ts'))};
`;
const outfile = join(folder, 'bundle.mjs');
await build({
  stdin: { contents: source, resolveDir: here('..') },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  logLevel: 'error',
  banner: {
    js: `import{createRequire as __cr}from'node:module';const require=__cr(${JSON.stringify(import.meta.url)});const __filename='',__dirname='';`,
  },
});
const { backtest, readLog, readProject, compileSites, vocabulary, generateLog } = await import(pathToFileURL(outfile));

const log = /^\d+$/.test(wanted) ? writeLog(Number(wanted)) : wanted;
const files = [
  {
    path: 'crmctl.yaml',
    text: 'version: 1\nname: bench\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
  },
  { path: 'all.yaml', text: triggers(100) },
];
const project = readProject(files, new Map(), vocabulary);
const sites = compileSites(project, vocabulary);
const problems = [...project.diagnostics, ...sites.diagnostics].filter(({ severity }) => severity === 'error');
if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));

// The first round of each warms the machine up; the second counts.
await floor();
const least = await timed(floor);
await timed(run);
const { result, seconds } = await timed(run);
const events = result.events.read;
const effects = Object.values(result.totals.effects).reduce((sum, count) => sum + count, 0);
const rss = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${events} events, ${result.triggers.length} triggers: ${result.totals.entered} entered, ${effects} effects`,
);
console.log(`read and JSON.parse   ${rate(events, least.seconds)}`);
console.log(
  `back-test             ${rate(events, seconds)}   ${(seconds / least.seconds).toFixed(2)} × the floor, ${rss} MB at most`,
);

function run() {
  return backtest({ project, sites, words: vocabulary, log: readLog([log], project.config.timezone) });
}

async function floor() {
  const source = createReadStream(log, { highWaterMark: 1 << 20 });
  let rest = '';
  let lines = 0;
  for await (const chunk of log.endsWith('.gz') ? source.pipe(createGunzip({ chunkSize: 1 << 20 })) : source) {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop();
    for (const line of parts) if (typeof JSON.parse(line).type === 'string') lines++;
  }
  return lines;
}

// CPU time of this process: other people's work on the machine does not count.
async function timed(work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

function rate(count, seconds) {
  return `${Math.round(count / seconds).toLocaleString('en')}/s`;
}

function writeLog(count) {
  const ordersPerDay = Math.max(1, Math.round(count / 600));
  const story = {
    seed: 1,
    zone: 'Europe/Moscow',
    from: Date.UTC(2026, 2, 1),
    days: 31,
    customers: ordersPerDay * 20,
    ordersPerDay,
  };
  const file = join(folder, 'log.ndjson');
  writeFileSync(file, generateLog(story).join('\n'));
  return file;
}

// Most triggers of a shop listen to something that seldom happens; a few to what happens all the time.
function triggers(count) {
  const forms = [
    '{changed: order.status, to: no-answer-N}',
    '{event: custom.signal-N}',
    '{changed: order.customFields.fieldN}',
    '{event: review.posted, where: review.score == N}',
    '{event: order.created, where: order.totalSumm > N000}',
    '{changed: order.status, to: assembling, from: status-N}',
    '{event: call.missed}',
    '{changed: customer.email}',
    '{event: message.opened}',
    '{changed: order.delivery.code, to: courier-N}',
  ];
  return Array.from({ length: count }, (_, index) =>
    [
      'kind: Trigger',
      `code: trigger-${index}`,
      `on: ${forms[index % forms.length].replaceAll('N', String(index))}`,
      'do:',
      '  - {id: pause, wait: 2h}',
      '  - {id: call, task: {text: "Call about it"}}',
    ].join('\n'),
  ).join('\n---\n');
}
