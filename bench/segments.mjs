// Segments by recency and frequency of a million customers: all from scratch, as after a release, and then event by event.
// CPU time. `node bench/segments.mjs [customers]`
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, root } from './support/bundle.mjs';
import { rate, timed } from './support/measure.mjs';

const customers = Number(process.argv[2] ?? 1_000_000);
const {
  compileProgram,
  startProgram,
  takeTurn,
  adoptRelease,
  compileSites,
  readProject,
  createMemoryState,
  vocabulary,
} = await load({
  'engine/index.ts': ['compileProgram', 'startProgram', 'takeTurn', 'adoptRelease'],
  'language/compile.ts': ['compileSites'],
  'language/readProject.ts': ['readProject'],
  'simulate/memoryState.ts': ['createMemoryState'],
  'vocabulary/index.ts': ['vocabulary'],
});

const files = [
  {
    path: 'crmctl.yaml',
    text: 'version: 1\nname: bench\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
  },
  { path: 'rf.yaml', text: segmentation() },
];
const project = readProject(files, new Map(), vocabulary);
const sites = compileSites(project, vocabulary);
const problem = [...project.diagnostics, ...sites.diagnostics].find(({ severity }) => severity === 'error');
if (problem) throw new Error(problem.message);
const program = compileProgram(project, sites, vocabulary);

const now = Date.UTC(2026, 2, 1);
const day = 86_400_000;
const state = createMemoryState();
const orders = fill(state.world);
startProgram(program, state, now);
const scratch = await timed(() => adoptRelease(program, state, now));
const members = countMembers();
const moved = 100_000;
const incremental = await timed(() => {
  for (let index = 0; index < moved; index++)
    takeTurn(program, state, { kind: 'event', event: order(index) }, now + index);
});
console.log(`${customers} customers, ${orders} orders, ${program.segments.length} segments with ${members} members`);
console.log(
  `from scratch     ${scratch.cpu.toFixed(1)} s CPU, ${scratch.wall.toFixed(1)} s wall: ${rate(customers, scratch.cpu)}`,
);
console.log(`event by event   ${rate(moved, incremental.cpu)}`);
console.log(`${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);

function segmentation() {
  const text = readFileSync(join(root, 'examples/demo-shop/segments/rf.yaml'), 'utf8');
  return text.split('\n---\n')[0];
}

/** Each customer has one to four orders of the last year. */
function fill(world) {
  let id = 0;
  for (let customer = 1; customer <= customers; customer++) {
    world.put('customer', String(customer), { data: { id: customer }, createdAt: now - 400 * day, since: {} });
    const count = [1, 1, 1, 2, 1, 2, 1, 4][customer % 8];
    for (let index = 0; index < count; index++) {
      const at = now - (((customer * 7919 + index * 104_729) % 365) + 1) * day;
      const data = { id: ++id, status: 'new', totalSumm: 100, customer: { id: customer } };
      world.put('order', String(id), { data, createdAt: at, since: {} });
    }
  }
  return id;
}

function order(index) {
  const customer = 1 + ((index * 104_729) % customers);
  const data = { order: { id: orders + index + 1, status: 'new', totalSumm: 50, customer: { id: customer } } };
  return { id: `new-${index}`, source: 'bench', type: 'order.created', at: now + index, data };
}

function countMembers() {
  let count = 0;
  for (let customer = 1; customer <= customers; customer++) count += state.world.segmentsOf(String(customer)).length;
  return count;
}
