// Evaluations a second of one realistic condition: crmctl's closures, cel-js's own evaluator, a hand-written function.
// One run, one machine: read the ratios, not the numbers. `node bench/expressions.mjs`
import { build } from 'esbuild';
import { Environment } from '@marcbachmann/cel-js';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crmctl-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

async function load(path) {
  const outfile = join(folder, `${path.replace(/\W/g, '-')}.mjs`);
  await build({ entryPoints: [here(path)], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
  return import(pathToFileURL(outfile).href);
}

const { compileExpression } = await load('../src/language/expression/compile.ts');
const number = { type: 'number' };
const string = { type: 'string' };
const boolean = { type: 'boolean' };
const object = (name) => ({ type: 'object', name });
const word = (name, fields) => ({
  name,
  doc: '',
  fields: Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type, doc: '' }])),
});

const customer = word('customer', { ordersCount: number, email: string });
const order = word('order', { status: string, totalSumm: number, shipped: boolean, customer: object('customer') });
const environment = {
  variables: { order: object('order') },
  objects: { order, customer },
  functions: [],
  enumerations: {},
};

// cel-js wants classes for its typed objects and doubles for its numbers.
function Customer(data) {
  Object.assign(this, data);
}
function Order(data) {
  Object.assign(this, data);
}
const cel = new Environment()
  .registerType('Customer', { ctor: Customer, fields: { ordersCount: 'double', email: 'string' } })
  .registerType('Order', {
    ctor: Order,
    fields: { status: 'string', totalSumm: 'double', shipped: 'bool', customer: 'Customer' },
  })
  .registerVariable('order', 'Order');

const conditions = [
  {
    name: 'status and sum',
    ours: 'order.status == "new" && order.totalSumm > 3000',
    theirs: 'order.status == "new" && order.totalSumm > 3000.0',
    hand: ({ order: o }) => o.status === 'new' && o.totalSumm > 3000,
  },
  {
    name: 'five fields of two objects',
    ours: 'order.status in ["new", "paid"] && !order.shipped && (order.totalSumm >= 100 || order.customer.ordersCount < 2) && order.customer.email != "x@y.ru"',
    theirs:
      'order.status in ["new", "paid"] && !order.shipped && (order.totalSumm >= 100.0 || order.customer.ordersCount < 2.0) && order.customer.email != "x@y.ru"',
    hand: ({ order: o }) =>
      (o.status === 'new' || o.status === 'paid') &&
      !o.shipped &&
      (o.totalSumm >= 100 || o.customer.ordersCount < 2) &&
      o.customer.email !== 'x@y.ru',
  },
];

const data = Array.from({ length: 1000 }, (_, index) => ({
  status: ['new', 'paid', 'complete'][index % 3],
  totalSumm: (index * 37) % 6000,
  shipped: index % 5 === 0,
  customer: { ordersCount: index % 4, email: index % 7 === 0 ? 'x@y.ru' : 'a@b.ru' },
}));
const plainScopes = data.map((each) => ({ order: each, ambient: {} }));
const celScopes = data.map((each) => ({ order: new Order({ ...each, customer: new Customer(each.customer) }) }));

function rate(scopes, evaluate) {
  let truths = 0;
  const run = (rounds) => {
    for (let round = 0; round < rounds; round++) for (const scope of scopes) if (evaluate(scope) === true) truths += 1;
  };
  run(300);
  const best = [1, 2, 3].map(() => {
    const start = process.hrtime.bigint();
    let rounds = 0;
    while (process.hrtime.bigint() - start < 300_000_000n) {
      run(20);
      rounds += 20;
    }
    return (rounds * scopes.length) / (Number(process.hrtime.bigint() - start) / 1e9);
  });
  if (truths < 0) throw new Error('the results must be used');
  return Math.max(...best);
}

const millions = (value) => `${(value / 1e6).toFixed(1)} M/s`.padStart(11);
for (const { name, ours, theirs, hand } of conditions) {
  const compiled = compileExpression(ours, environment, boolean);
  if (compiled.problems) throw new Error(JSON.stringify(compiled.problems));
  const parsed = cel.parse(theirs);
  const check = parsed.check();
  if (!check.valid) throw check.error;
  for (const [index, scope] of plainScopes.entries()) {
    const answers = [compiled.expression.evaluate(scope), parsed(celScopes[index]), hand(scope)];
    if (new Set(answers).size !== 1)
      throw new Error(`${name}: the three disagree on ${JSON.stringify(scope.order)}: ${answers}`);
  }
  const rates = {
    crmctl: rate(plainScopes, (scope) => compiled.expression.evaluate(scope)),
    'cel-js': rate(celScopes, parsed),
    'by hand': rate(plainScopes, hand),
  };
  console.log(name);
  for (const [who, value] of Object.entries(rates)) console.log(`  ${who.padEnd(8)} ${millions(value)}`);
  console.log(
    `  ${(rates.crmctl / rates['cel-js']).toFixed(1)}× cel-js's evaluator, ${(rates['by hand'] / rates.crmctl).toFixed(1)}× slower than by hand`,
  );
}
