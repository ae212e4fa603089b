// Live steps with durable state (SQLite, one transaction a batch) against a bare SQLite that writes the same rows in the same
// transactions. One run, one machine: read the ratio, not the numbers. `node bench/live.mjs [events] [shop folder]`
import Database from 'better-sqlite3';
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wanted = Number(process.argv[2] ?? 20_000);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const shop = process.argv[3] ?? here('../examples/demo-shop');
const folder = mkdtempSync(join(tmpdir(), 'crmctl-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const source = `
export { readWorkspace } from ${JSON.stringify(here('../src/workspace/readWorkspace.ts'))};
export { compileSites } from ${JSON.stringify(here('../src/language/compile.ts'))};
export { compileProgram, startProgram } from ${JSON.stringify(here('../src/engine/index.ts'))};
export { openRunnerStore } from ${JSON.stringify(here('../src/run/store.ts'))};
export { prepareSchema } from ${JSON.stringify(here('../src/server/automation/store/schema.ts'))};
export { prepareRunnerSchema } from ${JSON.stringify(here('../src/run/store/schema.ts'))};
export { takeLease } from ${JSON.stringify(here('../src/run/store/lease.ts'))};
export { takeArrivals } from ${JSON.stringify(here('../src/run/turns.ts'))};
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

// The first round of each warms the machine up; the second counts.
await steps('warm.sqlite');
const { statements, counts } = recorded(() => steps('recorded.sqlite'));
const stepped = await timed(() => steps('steps.sqlite'));
bare('bare-warm.sqlite', statements);
const floor = await timed(() => bare('bare.sqlite', statements));
const rows = statements.filter(({ sql }) => sql !== 'BEGIN IMMEDIATE' && sql !== 'COMMIT').length;
console.log(
  `${arrivals.length} events, ${program.triggers.size} triggers: ${counts.entered} entered, ${counts.timers} timers, ${rows} rows in ${(statements.length - rows) >> 1} transactions`,
);
console.log(`the same rows, bare   ${rate(floor)}`);
console.log(`live steps            ${rate(stepped)}   ${(stepped / floor).toFixed(2)} × the floor`);

function steps(name) {
  const store = live.openRunnerStore(join(folder, name), () => arrivals[0].event.at);
  const { lease } = live.takeLease(store.database, 0);
  const counts = { events: 0, entered: 0, timers: 0 };
  store.transaction(() => live.startProgram(program, store.state, arrivals[0].event.at));
  // As if the runner had looked every few hundred events: what is late is judged by the batch.
  for (let start = 0; start < arrivals.length; start += 200) {
    const batch = arrivals.slice(start, start + 200);
    live.takeArrivals(program, store, lease, batch, batch.at(-1).event.at, counts);
  }
  store.close();
  return counts;
}

/** Everything that a round writes, in order, with the bounds of its transactions. */
function recorded(work) {
  const statements = [];
  const { prepare, transaction } = Database.prototype;
  Database.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    if (statement.reader) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values) => {
      statements.push({ sql, values });
      return run(...values);
    };
    return statement;
  };
  Database.prototype.transaction = function (work) {
    const whole = transaction.call(this, work);
    return {
      immediate: (...values) => {
        statements.push({ sql: 'BEGIN IMMEDIATE', values: [] });
        const result = whole.immediate(...values);
        statements.push({ sql: 'COMMIT', values: [] });
        return result;
      },
    };
  };
  try {
    const counts = work();
    return { statements: statements.filter(({ sql }) => !sql.includes('PRAGMA')), counts };
  } finally {
    Object.assign(Database.prototype, { prepare, transaction });
  }
}

function bare(name, statements) {
  const database = new Database(join(folder, name));
  live.prepareSchema(database);
  live.prepareRunnerSchema(database);
  const prepared = new Map();
  for (const { sql, values } of statements) {
    let statement = prepared.get(sql);
    if (statement === undefined) prepared.set(sql, (statement = database.prepare(sql)));
    statement.run(...values);
  }
  database.close();
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
