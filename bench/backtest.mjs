// A back-test with 100 triggers of a million events against the least that anything could do with the same log: read it and
// JSON.parse every line. One run, one machine: read the ratios, not the numbers. `node bench/backtest.mjs [events | log file]`
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { load, loadable, scratchFolder } from './support/bundle.mjs';
import { writeGenerated } from './support/generatedLog.mjs';
import { rate, timed } from './support/measure.mjs';
import { realLogs, writeRepeated } from './support/realLog.mjs';

const [wanted = '1000000'] = process.argv.slice(2);
const { backtest, backtestInThreads, readLog, readProject, compileSites, vocabulary, generateLog } = await load({
  'simulate/backtest.ts': ['backtest'],
  'simulate/parallel/backtestInThreads.ts': ['backtestInThreads'],
  'simulate/readLog.ts': ['readLog'],
  'language/readProject.ts': ['readProject'],
  'language/compile.ts': ['compileSites'],
  'vocabulary/index.ts': ['vocabulary'],
  'demo/generate.ts': ['generateLog'],
});

const worker = await loadable('simulate/parallel/worker.ts');
const { log, what } = logOf(wanted);
console.log(what);

await floor();
const least = await timed(floor);
const run = await timed(() => runWith(projectOf(triggers(100))));
const idle = await timed(() => runWith(projectOf([...triggers(100), ...deafTriggers(100)])));
const threads = await timed(() => runWith(projectOf(triggers(100)), 2));
const { result } = run;
const { read } = result.events;
const effects = Object.values(result.totals.effects).reduce((sum, count) => sum + count, 0);
console.log(
  `${read} events, ${result.triggers.length} triggers: ${result.totals.entered} entered, ${effects} effects; CPU time`,
);
report('read and JSON.parse', least);
report('back-test', run);
report('… and 100 triggers that do not listen', idle);
report(`… in ${threads.result.parallelism.threads} threads`, threads);
console.log(`two threads: ${(run.wall / threads.wall).toFixed(2)} × as fast by the wall`);
console.log(`${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);

function report(name, { cpu, wall }) {
  console.log(
    `${name.padEnd(38)} ${rate(read, cpu).padStart(10)}  ${(cpu / least.cpu).toFixed(2)} × the floor; wall ${wall.toFixed(1)} s, ${(wall / least.wall).toFixed(2)} ×`,
  );
}

function logOf(wanted) {
  if (!/^\d+$/.test(wanted)) return { log: wanted, what: wanted };
  const log = join(scratchFolder(), 'log.ndjson');
  const real = realLogs();
  const written = real ? writeRepeated(real, Number(wanted), log) : writeGenerated(generateLog, Number(wanted), log);
  const what = real ? 'real logs, repeated with shifted times and new ids' : 'generated: the real logs are not there';
  return { log, what: `${written} events: ${what}` };
}

function runWith(project, threads = 1) {
  const sites = compileSites(project, vocabulary);
  const problems = [...project.diagnostics, ...sites.diagnostics].filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const request = { project, sites, words: vocabulary };
  const openLog = () => readLog([log], project.config.timezone);
  return threads === 1
    ? backtest({ ...request, log: openLog() })
    : backtestInThreads({ ...request, files: [log], openLog, threads, worker });
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

function projectOf(documents) {
  const config =
    'version: 1\nname: bench\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n';
  const files = [
    { path: 'crmctl.yaml', text: config },
    { path: 'all.yaml', text: documents.join('\n---\n') },
  ];
  return readProject(files, new Map(), vocabulary);
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
  return Array.from({ length: count }, (_, index) => trigger(`trigger-${index}`, forms[index % forms.length], index));
}

function deafTriggers(count) {
  return Array.from({ length: count }, (_, index) => trigger(`deaf-${index}`, '{event: custom.never-N}', index));
}

function trigger(code, form, index) {
  return [
    'kind: Trigger',
    `code: ${code}`,
    `on: ${form.replaceAll('N', String(index))}`,
    'do:',
    '  - {id: pause, wait: 2h}',
    '  - {id: call, task: {text: "Call about it"}}',
  ].join('\n');
}
