import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import type { Layout } from '../../src/sqlite/layout.js';
import { openFile, versionGuard } from '../../src/sqlite/open.js';
import { FileProblem, inWords, isBusy } from '../../src/sqlite/problem.js';
import { temporaryFolder } from '../environment/project.js';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'shelf.sqlite');
});
afterEach(() => folder.remove());

const first = { to: 1, run: 'CREATE TABLE things (name TEXT); CREATE TABLE steps (to_version INTEGER)' };
const second = { to: 2, run: 'ALTER TABLE things ADD COLUMN size INTEGER; INSERT INTO steps VALUES (2)' };
const third = { to: 3, run: 'UPDATE things SET size = length(name); INSERT INTO steps VALUES (3)' };
const shelf = (...steps: Layout['steps']): Layout => ({ name: 'shelf', applicationId: 77, knownBy: 'things', steps });

/** Opens it, does the work and closes it. */
function within<R>(layout: Layout, work: (database: Database.Database) => R): R {
  const database = openFile(file, layout);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const read = (sql: string) => (database: Database.Database) => database.prepare(sql).raw().all();
const put = (name: string) => (database: Database.Database) =>
  database.prepare('INSERT INTO things (name) VALUES (?)').run(name);

function problemOf(work: () => unknown): FileProblem {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof FileProblem) return thrown;
    throw thrown;
  }
  throw new Error('it can be used');
}

describe('a file of an earlier version', () => {
  test('takes the steps that it lacks, in their order, and no step twice', () => {
    within(shelf(first), put('tea'));
    const all = shelf(first, second, third);
    expect(within(all, read('SELECT name, size FROM things'))).toEqual([['tea', 3]]);
    expect(within(all, read('SELECT to_version FROM steps'))).toEqual([[2], [3]]);
    expect(within(all, read('SELECT version, crmctl FROM schema_history'))).toEqual([
      [1, packageJson.version],
      [3, packageJson.version],
    ]);
  });

  test('becomes like a new one', () => {
    const tables = read('SELECT type, name FROM sqlite_schema ORDER BY name');
    const all = shelf(first, second, third);
    within(shelf(first, second), put('tea'));
    const upgraded = within(all, tables);
    file = join(folder.path, 'new.sqlite');
    expect(upgraded).toEqual(within(all, tables));
  });

  test('stays wholly what it was when a step fails, and is brought up to date the next time', () => {
    within(shelf(first), put('tea'));
    const broken = { to: 3, run: 'INSERT INTO nowhere VALUES (1)' };
    expect(() => within(shelf(first, second, broken), read('SELECT 1'))).toThrow('no such table: nowhere');
    const before = within(shelf(first), read('SELECT * FROM things'));
    expect(before).toEqual([['tea']]);
    expect(within(shelf(first, second, third), read('SELECT * FROM things'))).toEqual([['tea', 3]]);
  });

  test('stays wholly what it was when the disk is full, and says so', () => {
    within(shelf(first), put('tea'));
    const big = {
      to: 2,
      run(database: Database.Database) {
        database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 2}`);
        database.exec('CREATE TABLE big (bytes BLOB)');
        for (let row = 0; row < 100; row++) database.exec('INSERT INTO big VALUES (randomblob(4000))');
      },
    };
    expect(problemOf(() => within(shelf(first, big), read('SELECT 1')))).toMatchObject({
      message: `The shelf ${file} cannot be used: the disk is full.`,
      cure: 'Make room, then start it again: nothing was written by halves.',
    });
    expect(within(shelf(first), read('SELECT * FROM things'))).toEqual([['tea']]);
  });
});

/** Opens the file of its argument with a step that takes some time; says how it went. */
const upgrade = `
import { openFile } from '../../src/sqlite/open.js';
const run = (database) => {
  database.exec("INSERT INTO steps VALUES (2)");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
};
const database = openFile(process.argv[2], { name: 'shelf', applicationId: 77, knownBy: 'things', steps: [{ to: 1, run: ${JSON.stringify(first.run)} }, { to: 2, run }] });
database.exec("INSERT INTO things VALUES ('" + process.pid + "')");
database.close();
`;

test.each(['new', 'of an earlier version'])(
  'of several processes that open a file that is %s at once one makes it, and all go on',
  async (kind) => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const script = join(root, `node_modules/.cache/crmctl-test/upgrade-${kind.length}.mjs`);
    mkdirSync(join(script, '..'), { recursive: true });
    await build({
      stdin: { contents: upgrade, resolveDir: join(root, 'test/sqlite'), loader: 'ts' },
      ...{ outfile: script, bundle: true, platform: 'node', format: 'esm', packages: 'external' },
    });
    if (kind !== 'new') within(shelf(first), put('tea'));
    const ends = Array.from({ length: 5 }, () =>
      once(spawn(process.execPath, [script, file], { stdio: ['ignore', 'inherit', 'inherit'] }), 'exit'),
    );
    expect((await Promise.all(ends)).map(([code]) => code as number)).toEqual([0, 0, 0, 0, 0]);
    const all = shelf(first, { to: 2, run: '' });
    expect(within(all, read('SELECT to_version FROM steps'))).toEqual([[2]]);
    expect(within(all, read("SELECT count(*) FROM things WHERE name != 'tea'"))).toEqual([[5]]);
  },
);

describe('is refused and left as it is', () => {
  /** The problem; not a byte of the file may have changed. */
  function refusal(layout: Layout): FileProblem {
    const before = readFileSync(file);
    const problem = problemOf(() => within(layout, read('SELECT 1')));
    expect(readFileSync(file).equals(before)).toBe(true);
    return problem;
  }

  test('a file of a later version, with who made it and what to do', () => {
    within(shelf(first, second, third), (database) => {
      put('tea')(database);
      database.exec("UPDATE schema_history SET crmctl = '9.8.7'");
    });
    expect(refusal(shelf(first))).toMatchObject({
      message: `The shelf ${file} has version 3, made by crmctl 9.8.7; this crmctl ${packageJson.version} reads it up to version 1. It was left as it is.`,
      cure: 'Install that version here, or go back to the copy of before the upgrade (docs/operations.md#upgrading).',
    });
  });

  test('a SQLite file of something else', () => {
    within({ name: 'cellar', applicationId: 78, knownBy: 'bottles', steps: [first] }, put('tea'));
    expect(refusal(shelf(first)).message).toBe(
      `The shelf ${file} is a SQLite file of something else: it was left as it is.`,
    );
    file = join(folder.path, 'browser.sqlite');
    const browser = new Database(file);
    browser.exec('CREATE TABLE bookmarks (url TEXT)');
    browser.close();
    expect(refusal(shelf(first)).message).toContain('is a SQLite file of something else');
  });

  test('what is no SQLite file', () => {
    writeFileSync(file, 'a letter, long enough to be taken for a database at first sight. '.repeat(40));
    expect(refusal(shelf(first))).toMatchObject({
      message: `The shelf ${file} cannot be used: it is no SQLite database.`,
      cure: 'Restore it from a copy, or move it away to begin anew.',
    });
  });

  test('one that was cut off anywhere (of a single byte or none SQLite says that it is new)', () => {
    within(shelf(first), (database) => {
      for (let row = 0; row < 200; row++) put('x'.repeat(500))(database);
    });
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: whole.length - 1 }), (length) => {
        writeFileSync(file, whole);
        truncateSync(file, length);
        expect(refusal(shelf(first)).message).toMatch(/it is (damaged|no SQLite database)\.$/);
      }),
      { numRuns: 60 },
    );
  });
});

test('whoever has a file open notices within its next transaction that a newer crmctl has changed it', () => {
  within(shelf(first), (database) => {
    const requireVersion = versionGuard(database, shelf(first));
    requireVersion();
    within(shelf(first, second), put('tea'));
    expect(problemOf(requireVersion)).toMatchObject({
      message: expect.stringContaining(`has brought the shelf ${file} to version 2 while this crmctl`) as string,
      cure: 'Start this one again with that crmctl.',
    });
  });
});

describe('what SQLite says', () => {
  const thrownBy = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (thrown) {
      return thrown;
    }
  };

  test('is told in words, with what to do', () => {
    within(shelf(first), put('tea'));
    const readOnly = new Database(file, { readonly: true });
    expect(
      inWords(
        thrownBy(() => put('tea')(readOnly)),
        `the shelf ${file}`,
      ),
    ).toMatchObject({
      message: `The shelf ${file} cannot be used: it is read-only.`,
      cure: 'Make it writable for the user who runs crmctl.',
    });
    readOnly.close();
  });

  test('of a full disk is told as such, also where there is no room for more than the file itself', () => {
    for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'])
      expect(inWords(Object.assign(new Error('disk I/O error'), { code }), 'the shelf')).toMatchObject({
        message: 'The shelf cannot be used: the disk is full.',
      });
    const failed = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_READ' });
    expect(inWords(failed, 'the shelf')).toMatchObject({ message: 'The shelf cannot be used: the disk fails.' });
  });

  test('of a file that is in use passes', () => {
    within(shelf(first), (one) =>
      within(shelf(first), (other) => {
        other.pragma('busy_timeout = 0');
        one.exec('BEGIN IMMEDIATE');
        const busy = inWords(
          thrownBy(() => put('tea')(other)),
          'the shelf',
        );
        expect(busy).toMatchObject({ message: 'The shelf cannot be used: another process keeps it busy.' });
        expect(isBusy(busy)).toBe(true);
      }),
    );
  });

  test('and whatever is none of it comes back as it is', () => {
    const mistake = thrownBy(() => within(shelf(first), read('SELECT * FROM nowhere')));
    expect(inWords(mistake, 'the shelf')).toBe(mistake);
  });
});
