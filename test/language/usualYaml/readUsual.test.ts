import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWithComments } from '../../../src/language/parseYaml.js';
import { isReadAlike, structureOf, usual } from './structure.js';
import { documents, oddManners, usualManners } from './writing.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const files = globSync('{examples,automations,test/fixtures}/**/*.{yaml,yml}', { cwd: root })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe('what is written in the usual way is read as the library reads it, to the last place', () => {
  it('every file of the examples, the automations and the fixtures that is not broken on purpose', () => {
    expect(files.length).toBeGreaterThan(1000);
    const others = files.filter(({ text }) => !isReadAlike(text));
    expect(others.map(({ path }) => path)).toEqual([
      'test/fixtures/broken/triggers/statuses.yaml',
      'test/fixtures/broken/triggers/yaml.yaml',
    ]);
  });

  it('made-up documents, however they are indented, spaced and commented', () => {
    fc.assert(
      fc.property(documents(usualManners), (text) => void expect(isReadAlike(text)).toBe(true)),
      { numRuns: 1000 },
    );
  });

  it('JSON, as the specs of a release are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(isReadAlike(text)).toBe(!/[\x7f-\x9f\u2028\u2029\ufeff]/.test(text));
      }),
    );
  });

  it.each([
    ['a list in the column of its key', 'a:\n- b\n- c: 1\n  d:\n  - e\nf: 1\n'],
    ['a last bracket in the column of its key', 'a:\n  b: {\n    c: [\n      1,\n    ],\n  }\nd: 1\n'],
    ['a value on the line below', 'a:\n  "b"\nc:\n  {d: 1}\n'],
    ['a key without a value before another one', 'a:\n\n\nb:   \nc: 1\n'],
    ['a colon before a value', '{a: :b, "c"::d, "e" :f}'],
    ['spaces at the end', 'a: |\n  b\n '],
  ])('%s', (_, text) => {
    expect(isReadAlike(text)).toBe(true);
  });

  it('values that look like others', () => {
    const [document] = usual('{a: 1.50, b: 0x1F, c: ~, d: True, e: yes, f: 2026-05-01, g: 010, "h": "1"}') ?? [];
    expect(document?.toJS()).toEqual({ a: 1.5, b: 31, c: null, d: true, e: 'yes', f: '2026-05-01', g: 10, h: '1' });
  });
});

describe('everything else is left to the library', () => {
  it.each([
    ['nothing', ''],
    ['only a comment', '# nothing yet\n'],
    ['a text alone', 'a\n'],
    ['a margin', '  a: 1\n'],
    ['a directive', '%YAML 1.1\n---\na: yes\n'],
    ['an end of a document', 'a: 1\n...\n'],
    ['a document on the line of its ---', '--- {a: 1}\n'],
    ['a value on the line of ---', '--- a\nb: 1\n'],
    ['an empty document', 'a: 1\n---\n---\nb: 1\n'],
    ['a tab', 'a:\t1\n'],
    ['line ends of Windows', 'a: 1\r\n'],
    ['a byte order mark', '\ufeffa: 1\n'],
    ['an anchor', 'a: &x 1\n'],
    ['an alias', 'a: *x\n'],
    ['a tag', 'a: !x 1\n'],
    ['an explicit key', '? a\n: 1\n'],
    ['a key that is a list', '[a]: 1\n'],
    ['a key without a colon', 'a: 1\nb\n'],
    ['a long key', `${'a'.repeat(1025)}: 1\n`],
    ['a key without a value, with a comment', 'a: # later\nb: 1\n'],
    ['a key without a value at the end', 'a: 1\nb:\n'],
    ['a dash alone', '-\n  a: 1\n'],
    ['a plain text of two lines', 'a: one\n  two\n'],
    ['a quoted text of two lines', 'a: "one\n  two"\n'],
    ['a quote that is not closed', "a: 'one\n"],
    ['something behind a quoted text', 'a: "one" two\n'],
    ['an escape that JSON does not have', 'a: "\\x41"\n'],
    ['a colon in a value', 'a: b: c\n'],
    ['a list on the line of its key', 'a: - b\n'],
    ['a comment without a space before it', 'a: "b"# c\n'],
    ['a line that is indented too deeply', 'a: 1\n   b: 2\n'],
    ['a line between two levels', 'a:\n    b: 1\n  c: 2\n'],
    ['a key among the items of a list', 'a:\n  - b\n  c: 1\n'],
    ['a block text whose indentation is given', 'a: |2\n    b\n'],
    ['a block text that keeps the blank lines behind it', 'a: |+\n  b\n\n'],
    ['a block text that begins with a blank line', 'a: |\n\n  b\n'],
    ['a block text without text', 'a: |\nb: 1\n'],
    ['a folded text with deeper lines', 'a: >\n  b\n    c\n'],
    ['a bracket that is not closed', 'a: {b: 1\n'],
    ['a key in brackets without a value', '{a, b: 1}\n'],
    ['a value in brackets that is missing', '{a: , b: 1}\n'],
    ['a pair in a list', '[a: 1]\n'],
    ['two commas', '[a,, b]\n'],
    ['no comma', '["a" "b"]\n'],
    ['brackets over lines that stand too far to the left', 'a:\n  b: {c: 1,\n  d: 2}\n'],
    ['a bracket that closes too far to the left', 'a:\n  b: {c: 1\n}\n'],
    ['--- in brackets', '[\n---\n]\n'],
    ['brackets below a comment', 'a:\n# c\n  {b: 1}\n'],
    ['a value below blank lines', 'a:\n\n  b\n'],
    ['what is nested too deeply', '['.repeat(100_000)],
  ])('%s', (_, text) => {
    expect(usual(text)).toBeUndefined();
  });
});

describe('whatever is written, it is read as the library reads it or left to the library', () => {
  it('made-up documents with tabs, tags, wrong indentation and the like', () => {
    fc.assert(
      fc.property(documents(oddManners), (text) => void isReadAlike(text)),
      { numRuns: 2000 },
    );
  });

  it('every mixture of the characters that mean something', () => {
    const parts = fc.constantFrom(
      '\n', '\n  ', '\n    ', '\n \n', ' ', '  ', ': ', ':', '- ', '-', '? ', '#', ' # c', '# c\n', '"', "'", '{', '}', '[', ']', ',', '|\n', '>-\n', '|\n  x',
      '---\n', '...', '&x ', '*x', '!', '%', '\t', 'a', 'a: b', 'k:\n', '1', '~', '"q"', "'s'",
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom('', 'a: ', 'a:\n  '), fc.array(parts, { maxLength: 9 }), (start, rest) => {
        isReadAlike(start + rest.join(''));
      }),
      { numRuns: 5000 },
    );
  });

  it('our own files with mistakes in them', () => {
    const short = files.map(({ text }) => text.split('\n')).filter((lines) => lines.length < 60);
    const inserted = fc.constantFrom(
      '', ' ', '  ', '\n', '\n  ', '\n\n', ': ', ':', '- ', '#', ' # c', '\n# c\n', '\n      # c', '"', "'", '{', '}', '[', ']', ',', '|\n', '>-\n', '\n---\n',
      '...', '&x ', '*x', '!t ', '? ', '%', '@', '\\', '\t', 'é', '~', '<<',
    ); // prettier-ignore
    const mistake = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), inserted);
    const indentation = fc.tuple(fc.nat(60), fc.nat(6));
    fc.assert(
      fc.property(
        fc.constantFrom(...short),
        fc.array(mistake, { maxLength: 2 }),
        fc.option(indentation),
        (lines, mistakes, indented) => {
          const text = lines
            .map((line, index) => (index === indented?.[0] ? ' '.repeat(indented[1]) + line.trimStart() : line))
            .join('\n');
          const wrong = mistakes.reduce((before, [where, removed, added]) => {
            const at = Math.floor(where * before.length);
            return before.slice(0, at) + added + before.slice(at + removed);
          }, text);
          isReadAlike(wrong);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

it('the places of one file do not depend on what was read before', () => {
  const text = 'a: "x"\nb: >-\n  c\n  d\n';
  usual('a: "y');
  usual("a: 'y");
  usual('a: |+\n');
  expect(structureOf(usual(text) ?? [])).toEqual(structureOf(parseWithComments(text)));
});
