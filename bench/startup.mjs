// Start-up: `crmctl --version`, a command that does nothing and `validate` of the demo shop, against a bare `node -e 0`.
// CPU time of the child (user + system), interleaved, the median of each; budgets in docs/performance.md.
import { spawnSync } from 'node:child_process';
import { root } from './support/bundle.mjs';
import { childCpu, median } from './support/measure.mjs';

const rounds = 15;
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };
delete env.NODE_EXTRA_CA_CERTS;

const cases = {
  'node -e 0': ['-e', '0'],
  'crmctl --version': ['bin/run.js', '--version'],
  'crmctl schema --help': ['bin/run.js', 'schema', '--help'],
  'crmctl validate (demo shop)': ['bin/run.js', 'validate', '-C', 'examples/demo-shop'],
};

const samples = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++)
  for (const [name, args] of Object.entries(cases)) {
    const measured = measure(args);
    if (round > 0) samples[name].push(measured);
  }

const floor = median(samples['node -e 0'].map(({ cpu }) => cpu));
const wallFloor = median(samples['node -e 0'].map(({ wall }) => wall));
console.log('start-up, median of', rounds, 'runs');
for (const [name, runs] of Object.entries(samples)) {
  const cpu = median(runs.map((run) => run.cpu));
  const wall = median(runs.map((run) => run.wall));
  console.log(
    `${name.padEnd(30)} CPU ${cpu.toFixed(0).padStart(5)} ms = ${(cpu / floor).toFixed(2)}×   wall ${wall.toFixed(0).padStart(5)} ms = ${(wall / wallFloor).toFixed(2)}×`,
  );
}

function measure(args) {
  const before = childCpu();
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${args.join(' ')} exited ${status}: ${stderr}`);
  return { wall: performance.now() - start, cpu: childCpu() - before };
}
