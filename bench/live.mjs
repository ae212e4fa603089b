// Live steps with durable state (SQLite, one transaction a batch) against a bare SQLite that writes the same rows in the same
// transactions, and one that looks up the same rows besides: whoever keeps state must ask whether it is there. One run, one machine: read the ratio, not the numbers. `node bench/live.mjs [events] [shop folder]`
import Database from 'better-sqlite3';
import { build } from 'esbuild';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wanted = Number(process.argv[2] ?? 20_000);
const begin = 'BEGIN IMMEDIATE';
/** The first rounds compile; of the others the fastest counts. */
const [warmUps, rounds] = [2, 5];
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const shop = process.argv[3] ?? here('../examples/demo-shop');
const folder = mkdtempSync(join(tmpdir(), 'crmctl-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const source = `
export { readWorkspace } from ${JSON.stringify(here('../src/workspace/readWorkspace.ts'))};
export { compileSites } from ${JSON.stringify(here('../src/language/compile.ts'))};
export { compileProgram, startProgram } from ${JSON.stringify(here('../src/engine/index.ts'))};
export { openRunnerStore } from ${JSON.stringify(here('../src/run/store.ts'))};
export { openAutomationFile } from ${JSON.stringify(here('../src/server/automation/store/file.ts'))};
export { takeLease } from ${JSON.stringify(here('../src/run/store/lease.ts'))};
export { feed, takeArrivals } from ${JSON.stringify(here('../src/run/turns.ts'))};
export { createMemoryState } from ${JSON.stringify(here('../src/simulate/memoryState.ts'))};
export { vocabulary } from ${JSON.stringify(here('../src/vocabulary/index.ts'))};
export { generateLog } from ${JSON.stringify(here('../src/demo/generate.ts'))};
`;
const outfile = join(here('../node_modules/.cache'), `crmctl-bench-live-${process.pid}.mjs`);
process.on('exit', () => rmSync(outfile, { force: true }));
await build({
  stdin: { contents: source, resolveDir: here('..') },
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile,
  external: ['better-sqlite3'],
  logLevel: 'error',
  banner: {
    js: `import{createRequire as __cr}from'node:module';const require=__cr(${JSON.stringify(import.meta.url)});const __filename='',__dirname='';`,
  },
});
const live = await import(pathToFileURL(outfile));

const { project } = live.readWorkspace(shop, live.vocabulary);
const program = live.compileProgram(project, live.compileSites(project, live.vocabulary), live.vocabulary, []);
const arrivals = events().map((event, index) => ({ event, source: 'orders', order: event.at, cursor: index + 1 }));

if (process.send) replayFloors();
else await measure();

/** Floors and steps take turns, so that a neighbour of the machine meets both. */
async function measure() {
  const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2));
  child.once('exit', (code) => code !== 0 && process.exit(1));
  const { counts, written, looked, bounds } = await answerOf(child);
  const times = { live: [], decided: [], written: [], looked: [] };
  for (let round = 0; round < warmUps + rounds; round++) {
    times.live.push(await timed(() => steps(round)));
    times.decided.push(await timed(decisions));
    for (const floor of ['written', 'looked']) {
      child.send(floor);
      times[floor].push(await answerOf(child));
    }
  }
  child.disconnect();
  const took = Object.fromEntries(
    Object.entries(times).map(([name, each]) => [name, Math.min(...each.slice(warmUps))]),
  );
  console.log(
    `${arrivals.length} events, ${program.triggers.size} triggers: ${counts.entered} entered, ${counts.timers} timers, ` +
      `${counts.answered} effects, ${written} rows written and ${looked} looked up in ${bounds} transactions`,
  );
  console.log(`the same rows written, bare SQLite  ${rate(took.written)}`);
  console.log(`… written and looked up             ${rate(took.looked)}`);
  console.log(`the same decisions, in memory       ${rate(took.decided)}`);
  const ratio = (floor) => (took.live / floor).toFixed(2);
  console.log(
    `live steps                          ${rate(took.live)}   ${ratio(took.written)} × written, ${ratio(took.looked)} × written and looked up`,
  );
}

/** What SQLite is asked for, in a process of its own: all that was recorded would burden the heap of the live steps. */
function replayFloors() {
  const { statements, counts } = recorded(() => steps('recorded'));
  const writes = statements.filter(({ by }) => by === 'run');
  const bounds = writes.filter(({ sql }) => sql === begin).length;
  const asked = { written: writes, looked: statements };
  let round = 0;
  process.on('message', async (floor) => process.send(await timed(() => bare(`floor-${round++}`, asked[floor]))));
  const written = writes.length - 2 * bounds;
  process.send({ counts, written, looked: statements.length - writes.length, bounds });
}

async function answerOf(child) {
  const [answer] = await once(child, 'message');
  return answer;
}

function steps(name) {
  const store = live.openRunnerStore(join(folder, `${name}.sqlite`), () => arrivals[0].event.at);
  const { lease } = live.takeLease(store.database, 0);
  store.transaction(() => live.startProgram(program, store.state, arrivals[0].event.at));
  const counts = replay(heldBy(lease, store));
  store.close();
  remove(name);
  return counts;
}

/** What the engine itself takes: nothing is kept. */
function decisions() {
  const nothing = () => undefined;
  const state = live.createMemoryState();
  const store = { state, transaction: (work) => work(), setCursor: nothing, echoOf: nothing };
  live.startProgram(program, state, arrivals[0].event.at);
  const nowhere = { outbox: { record: nothing, end: nothing }, journal: { write: nothing } };
  replay({ ...store, ...nowhere });
}

/**
 * As if the runner had looked every few hundred events: what is late is judged by the batch. Whatever it hands over is done at once: otherwise
 * instances that nobody answers would pile up, and every event of a customer would ask all of his.
 */
function replay(store) {
  const counts = { events: 0, entered: 0, timers: 0, answered: 0 };
  let handedOver = [];
  const record = (effect) => {
    store.outbox.record(effect);
    if (effect.outcome === 'done') handedOver.push(effect);
  };
  const recording = { ...store, outbox: { ...store.outbox, record } };
  for (let start = 0; start < arrivals.length; start += 200) {
    const batch = arrivals.slice(start, start + 200);
    const wall = batch.at(-1).event.at;
    live.takeArrivals(program, recording, batch, wall, counts);
    // What an answer brings about is handed over, too.
    store.transaction(() => {
      for (const effect of handedOver) answer(recording, effect, wall, counts);
    });
    handedOver = [];
  }
  return counts;
}

/** Every transaction asks whether the lease is still held, as that of a runner. */
function heldBy(lease, store) {
  const transaction = (work) =>
    store.transaction(() => {
      lease.assertHeld();
      return work();
    });
  return { ...store, transaction };
}

/** What came of an effect, as the outbox tells it. */
function answer(store, { id: effect, instance }, now, counts) {
  store.outbox.end(effect, 'done');
  live.feed(program, store, { kind: 'result', effect, instance, result: { outcome: 'done' } }, now, now, counts);
  counts.answered++;
}

/** Everything that a round asks of SQLite, in order, with the bounds of its transactions. */
function recorded(work) {
  const statements = [];
  const { prepare, transaction } = Database.prototype;
  Database.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    let plucks = false;
    if (statement.reader) {
      const pluck = statement.pluck.bind(statement);
      statement.pluck = () => ((plucks = true), pluck());
    }
    for (const by of statement.reader ? ['get', 'all'] : ['run']) {
      const asked = statement[by].bind(statement);
      statement[by] = (...values) => {
        statements.push({ sql, by, plucks, values });
        return asked(...values);
      };
    }
    return statement;
  };
  Database.prototype.transaction = function (work) {
    const whole = transaction.call(this, work);
    return {
      immediate: (...values) => {
        statements.push({ sql: begin, by: 'run', values: [] });
        const result = whole.immediate(...values);
        statements.push({ sql: 'COMMIT', by: 'run', values: [] });
        return result;
      },
    };
  };
  try {
    const counts = work();
    // The schema is made by those who open the file.
    return { statements: statements.filter(({ sql }) => !/pragma|schema/i.test(sql)), counts };
  } finally {
    Object.assign(Database.prototype, { prepare, transaction });
  }
}

function bare(name, statements) {
  const database = live.openAutomationFile(join(folder, `${name}.sqlite`));
  const prepared = new Map();
  for (const { sql, by, plucks, values } of statements) {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      prepared.set(sql, plucks ? statement.pluck() : statement);
    }
    statement[by](...values);
  }
  database.close();
  remove(name);
}

function remove(name) {
  rmSync(join(folder, `${name}.sqlite`));
}

// CPU time of this process: other people's work on the machine does not count.
async function timed(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function rate(seconds) {
  return `${Math.round(arrivals.length / seconds).toLocaleString('en')} events/s`;
}

function events() {
  const ordersPerDay = Math.max(1, Math.round(wanted / 600));
  const lines = live.generateLog({
    seed: 1,
    zone: 'Europe/Moscow',
    from: Date.UTC(2026, 2, 1),
    days: 31,
    customers: ordersPerDay * 20,
    ordersPerDay,
  });
  return lines
    .map((line) => JSON.parse(line))
    .map(({ id, source, type, time, data }) => ({ id, source, type, at: Date.parse(time), data }))
    .sort((a, b) => a.at - b.at);
}
