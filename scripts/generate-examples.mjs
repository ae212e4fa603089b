// Copies the library anew into the shops of examples/: their folders under automations/ say which automations a shop has, and what
// `crmctl add` writes for them takes the place of what was there. Everything else is the shop's own. test/examples fails when a copy is stale.
// `npm run examples -- fashion-chain loyalty-enrol` gives a shop one automation more.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
/** Folders of a shop that `add` writes. */
const copied = ['automations', 'shop'];
const [only, ...more] = process.argv.slice(2);

for (const shop of readdirSync('examples', { withFileTypes: true })) {
  if (!shop.isDirectory() || (only !== undefined && shop.name !== only)) continue;
  const dir = join('examples', shop.name);
  const codes = [
    ...(existsSync(join(dir, 'automations')) ? readdirSync(join(dir, 'automations')) : []),
    ...more,
  ].sort();
  if (codes.length > 0) refresh(dir, codes);
}

/** Adds to a copy of the shop's own files: a shop whose automations cannot be added stays as it is. */
function refresh(dir, codes) {
  const fresh = mkdtempSync(join(tmpdir(), 'crmctl-example-'));
  try {
    cpSync(dir, fresh, {
      recursive: true,
      filter: (path) => !['.crmctl', ...copied].some((name) => path === join(dir, name)),
    });
    const { status } = spawnSync(process.execPath, ['bin/run.js', 'add', '-C', fresh, '--quiet', ...codes], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`${dir}: crmctl add ended with ${status}`);
    for (const name of copied) rmSync(join(dir, name), { recursive: true, force: true });
    cpSync(fresh, dir, { recursive: true });
    process.stdout.write(`${dir}: ${codes.length} automations\n`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
