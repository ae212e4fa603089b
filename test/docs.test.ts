import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { providers } from '../src/channels/index.js';
import { checkProject } from '../src/language/check.js';
import { compileSites } from '../src/language/compile.js';
import { macros } from '../src/language/expression/macros.js';
import { specials } from '../src/language/expression/specials.js';
import { readProject } from '../src/language/readProject.js';
import { functionForms } from '../src/render/documentation/functionForms.js';
import { generatedParts, wholePages, withParts, type Sources } from '../src/render/documentation/pages.js';
import { vocabulary } from '../src/vocabulary/index.js';
import { commandLines, readPage } from './docs/markdown.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
// The build makes them from the commands and from automations/.
const manifest = JSON.parse(read('oclif.manifest.json')) as Sources['manifest'];
const catalog = JSON.parse(read('dist/catalog.json')) as Sources['catalog'];
const pages = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs').filter((path) => path.endsWith('.md'))];

describe('the pages under docs/', () => {
  const sources = { words: vocabulary, carriers: providers, manifest, catalog };

  it.each([...wholePages(sources)])('%s is the vocabulary as it is (else: npm run docs)', (file, text) => {
    expect(read(`docs/${file}`)).toBe(text);
  });

  it.each(pages)('%s has generated parts that are current (else: npm run docs)', (path) => {
    const page = read(path);
    expect(withParts(page, generatedParts(sources))).toBe(page);
  });

  it('name every form of conditions that is no function', () => {
    expect(Object.keys(functionForms).sort()).toEqual([...Object.keys(macros), ...Object.keys(specials)].sort());
  });
});

describe.each(pages)('%s', (path) => {
  const page = readPage(read(path));

  it('has links that lead somewhere', () => {
    const broken = page.links.filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(path, link));
    expect(broken).toEqual([]);
  });

  it('shows command lines that exist', () => {
    expect(
      commandLines(page).flatMap((line) => problemsOf(line).map((problem) => `${problem}: crmctl ${line}`)),
    ).toEqual([]);
  });

  it('shows documents that validate in the demo shop', () => {
    const documents = page.blocks.filter(({ language, text }) => language === 'yaml' && text.startsWith('kind:'));
    const findings = documents.flatMap(({ text }) =>
      errorsIn(
        text,
        documents.map((each) => each.text),
      ),
    );
    expect(findings).toEqual([]);
  });
});

describe('the pages in Russian', () => {
  const russian = pages.filter((path) => path.startsWith('docs/ru/'));

  it.each(russian)('%s and the English page lead to each other', (path) => {
    const name = path.slice('docs/ru/'.length);
    expect(readPage(read(path)).links).toContain(`../${name}`);
    expect(readPage(read(`docs/${name}`)).links).toContain(`ru/${name}`);
    expect(readPage(read('README.md')).links).toContain(path);
  });

  it.each(russian)('%s shows what the English page shows', (path) => {
    const shown = (page: string): readonly string[] =>
      readPage(read(page)).blocks.flatMap(({ language, text }) => (language === 'yaml' ? [withoutComments(text)] : []));
    const english = new Set(shown(path.replace('docs/ru/', 'docs/')));
    expect(shown(path).filter((text) => !english.has(text))).toEqual([]);
  });
});

describe('docs/ru/language.md', () => {
  it('names every form of `on`, every step and every action', () => {
    const { spans } = readPage(read('docs/ru/language.md'));
    const words = [...vocabulary.forms, ...vocabulary.steps, ...vocabulary.actions].map(({ name }) => name);
    expect(words.filter((word) => !spans.includes(word))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('tells the rooms and what each may look into as the linter holds them', () => {
    const rules = read('eslint.config.js').split('const mayImport = {')[1]!.split('\n};')[0]!;
    const enforced = [...rules.matchAll(/^ {2}(\w+): \[([^\]]*)\]/gm)].map(([, room, list]) => [room, quoted(list!)]);
    const told = [...read('docs/architecture.md').matchAll(/^\| `(\w+)`(?: \*pure\*)? \| [^|]+ \| ([^|]+) \|$/gm)];
    expect(told.map(([, room, list]) => [room, quoted(list!)])).toEqual(enforced);
  });
});

describe('docs/dependencies.md', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const borrowed = (JSON.parse(read('ci/node/package.json')) as { dependencies: Record<string, string> }).dependencies;
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];

  it('has a line of reason for every dependency, and for nothing else', () => {
    const names = [dependencies, devDependencies, borrowed].flatMap((each) => Object.keys(each!));
    expect(rows.map(([, name]) => name).sort()).toEqual(names.sort());
  });
});

/** What a block says apart from its language. */
function withoutComments(text: string): string {
  return text.replace(/\s+#.*$/gm, '');
}

function quoted(list: string): readonly string[] {
  return [...list.matchAll(/['`]([\w/.]+)['`]/g)].map(([, name]) => name!);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .sort();
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || readPage(read(target)).anchors.has(anchor);
}

function problemsOf(line: string): readonly string[] {
  const words = line.split(/\s+/);
  const name = words[0]!;
  if (['--version', '--help', 'help'].includes(name)) return [];
  const command = manifest.commands[name];
  if (command === undefined) return [`no command "${name}"`];
  const known = new Set(
    Object.values(command.flags).flatMap(({ name: flag, char, allowNo }) => [
      `--${flag}`,
      ...(char === undefined ? [] : [`-${char}`]),
      ...(allowNo === true ? [`--no-${flag}`] : []),
    ]),
  );
  const flags = words.flatMap((word) => /^\[?(--?[a-z][a-z-]*)/i.exec(word)?.[1] ?? []);
  return [
    ...flags.filter((flag) => flag !== '--help' && !known.has(flag)).map((flag) => `no flag ${flag}`),
    ...automationsIn(words)
      .filter((code) => !catalog.some((entry) => entry.code === code))
      .map((code) => `no automation "${code}"`),
  ];
}

/** What `add` and `--from` name. */
function automationsIn([command, ...words]: readonly string[]): readonly string[] {
  const codes = words.filter((_, index) => command === 'add' || words[index - 1] === '--from');
  return codes.filter((word) => /^[a-z][a-z0-9-]*$/.test(word));
}

/** Errors of a document among those of its page and the demo shop; what it declares itself takes the place of theirs. */
function errorsIn(text: string, beside: readonly string[]): readonly string[] {
  const shop = 'examples/demo-shop';
  const others = filesBelow(shop)
    .filter((path) => path.endsWith('.yaml') && !path.endsWith('/crmctl.yaml') && !path.includes('/tests/'))
    .flatMap((path) => documentsOf(read(path)));
  const own = documentsOf(text);
  const taken = new Set<string>();
  const files = [...own, ...beside.flatMap(documentsOf), ...others].filter(
    ({ identity }) => !taken.has(identity) && taken.add(identity),
  );
  const config = { path: 'crmctl.yaml', text: read(`${shop}/crmctl.yaml`) };
  const sources = files.map((file, index) => ({ path: `${index}.yaml`, text: file.text }));
  const project = readProject([config, ...sources], new Map(), vocabulary);
  return checkProject(project, vocabulary, compileSites(project, vocabulary))
    .filter(({ severity, file }) => severity === 'error' && Number.parseInt(file ?? '', 10) < own.length)
    .map(({ address, message }) => `${address ?? 'a document'}: ${message}`);
}

function documentsOf(text: string): readonly { readonly identity: string; readonly text: string }[] {
  return text
    .split(/^---$/m)
    .filter((document) => document.trim() !== '')
    .map((document) => {
      const { kind, of, code } = parseAllDocuments(document, { logLevel: 'silent' })[0]!.toJS() as Record<
        string,
        unknown
      >;
      return {
        identity: `${String(kind)} ${kind === 'Segmentation' ? '' : String(of ?? '')} ${String(code)}`,
        text: document,
      };
    });
}
