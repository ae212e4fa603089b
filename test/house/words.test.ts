import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { providers } from '../../src/channels/index.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { carriers } from '../../src/vocabulary/kinds/carriers.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';

/** A folder of words: what tells a word from a helper beside it, and those that its index names. */
interface Folder {
  readonly words: readonly unknown[];
  readonly tells: readonly string[];
}

const folders: Readonly<Record<string, Folder>> = {
  'vocabulary/kinds': { words: vocabulary.kinds, tells: ['kind', 'prefix', 'executor'] },
  'vocabulary/kinds/remote': { words: Object.values(remotes), tells: ['lists', 'decode', 'write'] },
  'vocabulary/on': { words: vocabulary.forms, tells: ['name', 'doc', 'scope'] },
  'vocabulary/steps': { words: vocabulary.steps, tells: ['name', 'doc', 'run'] },
  'vocabulary/actions': { words: vocabulary.actions, tells: ['name', 'doc', 'prepare'] },
  'vocabulary/events': { words: vocabulary.events, tells: ['name', 'carries', 'about'] },
  'vocabulary/objects': { words: vocabulary.objects, tells: ['name', 'doc', 'fields'] },
  'vocabulary/functions': { words: vocabulary.functions, tells: ['name', 'overloads', 'evaluate'] },
  'vocabulary/checks': { words: vocabulary.checks, tells: ['code', 'name', 'run'] },
  channels: { words: providers, tells: ['name', 'defaultFor', 'open'] },
};

describe.each(Object.entries(folders))('src/%s', (folder, { words, tells }) => {
  const named = new Set(words);

  test('every word that stands in a file is in the index', async () => {
    const files = readdirSync(new URL(`../../src/${folder}`, import.meta.url)).filter(
      (file) => file.endsWith('.ts') && file !== 'index.ts',
    );
    const found = await Promise.all(files.map(async (file) => ({ file, exports: await exportsOf(folder, file) })));
    const forgotten = found.flatMap(({ file, exports }) =>
      exports.filter(([, value]) => isWord(value, tells) && !named.has(value)).map(([name]) => `${file}: ${name}`),
    );
    expect(forgotten, `name these in src/${folder}/index.ts`).toEqual([]);
    expect(found.flatMap(({ exports }) => exports.filter(([, value]) => named.has(value)))).toHaveLength(named.size);
  });
});

test('what a Channel can name as its provider is carried by one, and the other way round', () => {
  expect(providers.map(({ name }) => name).sort()).toEqual(Object.keys(carriers).sort());
});

/** What a file exports, the members of lists (the events of a subject) one by one. */
async function exportsOf(folder: string, file: string): Promise<readonly (readonly [string, unknown])[]> {
  const module = (await import(/* @vite-ignore */ `../../src/${folder}/${file}`)) as Readonly<Record<string, unknown>>;
  return Object.entries(module).flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((each) => [name, each] as const) : [[name, value] as const],
  );
}

function isWord(value: unknown, tells: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && tells.every((member) => member in value);
}
