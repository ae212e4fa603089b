// The same stateless conditions here and in json-rules-engine: 100 rules that look at every new order. Ours are triggers of a whole
// program: the world is kept up to date beside. CPU time of one run, one machine: read the ratio.
import { Engine } from 'json-rules-engine';
import { load } from './support/bundle.mjs';
import { rate, timed } from './support/measure.mjs';

const { compileProgram, startProgram, takeTurn, compileSites, readProject, createMemoryState, vocabulary } = await load(
  {
    'engine/index.ts': ['compileProgram', 'startProgram', 'takeTurn'],
    'language/compile.ts': ['compileSites'],
    'language/readProject.ts': ['readProject'],
    'simulate/memoryState.ts': ['createMemoryState'],
    'vocabulary/index.ts': ['vocabulary'],
  },
);

const rules = Array.from({ length: 100 }, (_, index) => ({
  least: 9000 + 9 * index,
  city: ['Kazan', 'Perm', 'Omsk'][index % 3],
  most: 1 + (index % 4),
}));
const events = (count) => Array.from({ length: count }, (_, index) => event(index));

const engine = new Engine(
  rules.map(({ least, city, most }, index) => ({
    conditions: {
      all: [
        { fact: 'order', path: '$.totalSumm', operator: 'greaterThan', value: least },
        { fact: 'order', path: '$.delivery.address.city', operator: 'equal', value: city },
        { fact: 'order', path: '$.weight', operator: 'lessThanInclusive', value: most },
      ],
    },
    event: { type: `rule-${index}` },
  })),
);

const few = events(2000);
const many = events(100_000);
await theirs(few.slice(0, 500));
ours(many.slice(0, 20_000));
const peer = await timed(() => theirs(few));
const own = await timed(() => ours(many));
if (ours(few) !== peer.result) throw new Error(`they found ${peer.result}, we ${ours(few)}`);
console.log(`100 rules with three conditions each; of ${few.length} orders ${peer.result} matches on both sides`);
console.log(`json-rules-engine   ${rate(few.length, peer.cpu)}`);
console.log(
  `crmctl              ${rate(many.length, own.cpu)}   ${(many.length / own.cpu / (few.length / peer.cpu)).toFixed(0)} ×`,
);

async function theirs(list) {
  let found = 0;
  for (const { data } of list) found += (await engine.run({ order: data.order })).events.length;
  return found;
}

function ours(list) {
  const project = readProject(
    [config(), { path: 'all.yaml', text: rules.map(trigger).join('\n---\n') }],
    new Map(),
    vocabulary,
  );
  const sites = compileSites(project, vocabulary);
  const problem = [...project.diagnostics, ...sites.diagnostics].find(({ severity }) => severity === 'error');
  if (problem) throw new Error(problem.message);
  const program = compileProgram(project, sites, vocabulary);
  const state = createMemoryState();
  startProgram(program, state, list[0].at);
  let found = 0;
  for (const each of list)
    for (const { what } of takeTurn(program, state, { kind: 'event', event: each }, each.at).journal)
      if (what === 'entered') found++;
  return found;
}

function config() {
  return {
    path: 'crmctl.yaml',
    text: 'version: 1\nname: bench\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
  };
}

function trigger({ least, city, most }, index) {
  return [
    'kind: Trigger',
    `code: rule-${index}`,
    `on: {event: order.created, where: order.totalSumm > ${least} && order.delivery.address.city == "${city}" && order.weight <= ${most}}`,
    'do: [{id: end, stop: found}]',
  ].join('\n');
}

function event(index) {
  const random = (index * 7919) % 10_007;
  const order = {
    id: index + 1,
    status: 'new',
    totalSumm: random,
    weight: 1 + (random % 5),
    delivery: { address: { city: ['Kazan', 'Perm', 'Omsk', 'Tver'][random % 4] } },
    customer: { id: 1 + (index % 50_000) },
  };
  return {
    id: `e${index}`,
    source: 'bench',
    type: 'order.created',
    at: Date.UTC(2026, 2, 1) + index * 1000,
    data: { order },
  };
}
