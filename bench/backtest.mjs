// A back-test with 100 triggers of a million events against the least that anything could do with the same log: read it and
// JSON.parse every line, when it is warm. Each in a process of its own, so that none walks over what another left in memory. One run, one
// machine: read the ratios, not the numbers. What threads gain is held against what the floor gains when each of two processes has half of
// the log. `node bench/backtest.mjs [events | log file]`
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { load, loadable, scratchFolder } from './support/bundle.mjs';
import { writeGenerated } from './support/generatedLog.mjs';
import { rate, timed } from './support/measure.mjs';
import { realLogs, writeRepeated } from './support/realLog.mjs';

const [wanted = '1000000', measured, log, start = '0', end = 'Infinity'] = process.argv.slice(2);
const { backtest, backtestInThreads, readLog, readProject, compileSites, vocabulary, generateLog } = await load({
  'simulate/backtest.ts': ['backtest'],
  'simulate/parallel/backtestInThreads.ts': ['backtestInThreads'],
  'simulate/readLog.ts': ['readLog'],
  'language/readProject.ts': ['readProject'],
  'language/compile.ts': ['compileSites'],
  'vocabulary/index.ts': ['vocabulary'],
  'demo/generate.ts': ['generateLog'],
});

const works = {
  floor,
  backtest: () => runWith(triggers(100)),
  deaf: () => runWith([...triggers(100), ...deafTriggers(100)]),
  threads: () => runWith(triggers(100), 2),
};

const turns = 3;

if (measured === undefined) await compare();
else await measure();

/** In a process of its own: the work once, its figures to who asked. */
async function measure() {
  if (measured === 'floor') await floor();
  const { result, cpu, wall } = await timed(works[measured]);
  process.send({ result, cpu, wall, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) });
}

async function compare() {
  const { log, what } = logOf(wanted);
  console.log(what);
  const { floor: least, backtest: run, deaf, threads, halves } = await fastestOf(log);
  const { read, triggers, entered, effects } = run.result;
  console.log(
    `${read} events, ${triggers} triggers: ${entered} entered, ${effects} effects; CPU time, the least of ${turns} turns`,
  );
  const report = (name, { cpu, wall, megabytes }) =>
    console.log(
      `${name.padEnd(38)} ${rate(read, cpu).padStart(10)}  ${(cpu / least.cpu).toFixed(2)} × the floor; wall ${wall.toFixed(1)} s, ${(wall / least.wall).toFixed(2)} ×; ${megabytes} MB at most`,
    );
  report('read and JSON.parse', least);
  report('back-test', run);
  report('… and 100 triggers that do not listen', deaf);
  report(`… in ${threads.result.threads} threads`, threads);
  console.log(`two threads: ${(run.wall / threads.wall).toFixed(2)} × as fast by the wall`);
  if (halves === undefined) return;
  console.log(
    `what the machine can give: the floor itself, half of the log in each of two processes: ${(least.wall / halves.wall).toFixed(2)} ×`,
  );
}

/** All take turns, so that a neighbour of the machine meets each of them; what a neighbour does only ever makes slower. */
async function fastestOf(log) {
  const fastest = {};
  const keep = (name, { cpu, wall, megabytes, result }) => {
    const { cpu: c = Infinity, wall: w = Infinity, megabytes: m = 0 } = fastest[name] ?? {};
    fastest[name] = { result, cpu: Math.min(cpu, c), wall: Math.min(wall, w), megabytes: Math.max(megabytes, m) };
  };
  for (let turn = 0; turn < turns; turn++) {
    for (const name of Object.keys(works)) keep(name, await measuredApart(name, log));
    if (log.endsWith('.gz')) continue;
    const halves = await Promise.all(halvesOf(log).map((half) => measuredApart('floor', log, half)));
    keep('halves', { ...halves[0], wall: Math.max(...halves.map(({ wall }) => wall)) });
  }
  return fastest;
}

/** Bytes from and to, each half whole lines. */
function halvesOf(log) {
  const middle = Math.floor(statSync(log).size / 2);
  const around = Buffer.alloc(1 << 20);
  const file = openSync(log);
  readSync(file, around, 0, around.length, middle);
  closeSync(file);
  const second = middle + around.indexOf(10) + 1;
  return [
    [0, second - 1],
    [second, Infinity],
  ];
}

async function measuredApart(name, log, half = [0, Infinity]) {
  const child = fork(process.argv[1], [wanted, name, log, ...half]);
  const [figures] = await once(child, 'message');
  await once(child, 'exit');
  return figures;
}

function logOf(wanted) {
  if (!/^\d+$/.test(wanted)) return { log: wanted, what: wanted };
  const log = join(scratchFolder(), 'log.ndjson');
  const real = realLogs();
  const written = real ? writeRepeated(real, Number(wanted), log) : writeGenerated(generateLog, Number(wanted), log);
  const what = real ? 'real logs, repeated with shifted times and new ids' : 'generated: the real logs are not there';
  return { log, what: `${written} events: ${what}` };
}

async function runWith(documents, threads = 1) {
  const project = projectOf(documents);
  const sites = compileSites(project, vocabulary);
  const problems = [...project.diagnostics, ...sites.diagnostics].filter(({ severity }) => severity === 'error');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const request = { project, sites, words: vocabulary };
  const openLog = () => readLog([log], project.config.timezone);
  const result =
    threads === 1
      ? await backtest({ ...request, log: openLog() })
      : await backtestInThreads({
          ...request,
          files: [log],
          openLog,
          threads,
          worker: await loadable('simulate/parallel/worker.ts'),
        });
  return {
    read: result.events.read,
    triggers: result.triggers.length,
    entered: result.totals.entered,
    effects: Object.values(result.totals.effects).reduce((sum, count) => sum + count, 0),
    threads: result.parallelism.threads,
  };
}

async function floor() {
  const source = createReadStream(log, { highWaterMark: 1 << 20, start: Number(start), end: Number(end) });
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
