import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visit } from 'yaml';
import { parseYaml } from '../../src/language/parseYaml.js';

const valueOf = (text: string) => parseYaml(text).map((document) => document.toJS() as unknown);

test('a document is read by YAML 1.2, where yes is a text', () => {
  expect(valueOf('{a: yes, b: true, c: 010}')).toEqual([{ a: 'yes', b: true, c: 10 }]);
});

test('a document that says so is read by YAML 1.1, and the next file by 1.2 again', () => {
  expect(valueOf('%YAML 1.1\n---\n{a: yes, b: true, c: 010}')).toEqual([{ a: true, b: true, c: 8 }]);
  expect(valueOf('a: yes')).toEqual([{ a: 'yes' }]);
});

test('a tag that one file uses means nothing to the next', () => {
  expect(valueOf('a: !!set {x, y}')).toEqual([{ a: new Set(['x', 'y']) }]);
  expect(valueOf('a: {x, y}')).toEqual([{ a: { x: null, y: null } }]);
});

describe('nesting', () => {
  const nested = {
    lists: (depth: number) => `a: ${'['.repeat(depth)}${']'.repeat(depth)}`,
    maps: (depth: number) => `a: ${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`,
    'lists in a line': (depth: number) => `a:\n  ${'- '.repeat(depth)}1`,
    'lists without an end': (depth: number) => `a: ${'['.repeat(depth)}`,
    'maps line by line': (depth: number) =>
      Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
    'keys that are maps': (depth: number) => `a:\n  ${'? '.repeat(depth)}1`,
  };

  test.each(Object.entries(nested))('of %s has an end, and the place is told where it is passed', (_, text) => {
    for (const depth of [102, 1_000]) {
      const [document] = parseYaml(`kind: Trigger\n${text(depth)}\nb: 1\n`);
      const { code, pos } = document!.errors[0]!;
      expect(code).toBe('RESOURCE_EXHAUSTION');
      // Whatever stands behind it: nothing of it has been read.
      expect(pos).toEqual(parseYaml(`kind: Trigger\n${text(depth * 2)}\nb: 1\n`)[0]!.errors[0]!.pos);
    }
  });

  test.each(['lists', 'maps', 'lists in a line', 'maps line by line'] as const)(
    'of %s may be a hundred deep',
    (name) => {
      const [document] = parseYaml(nested[name](99));
      expect(document!.errors).toEqual([]);
    },
  );
});

test('of any text no more is read than stands there, and none of it deeper than a hundred brackets', () => {
  const pieces = [
    '[',
    '{a: ',
    '- ',
    '? ',
    ']',
    '}',
    'a: ',
    'b',
    '\n',
    '  ',
    '&x ',
    '*x',
    '"',
    "'",
    ' #',
    '|\n',
    ', ',
    '!t ',
  ];
  const repeated = fc
    .tuple(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 300 }))
    .map(([some, times]) => some.join('').repeat(times));
  fc.assert(
    fc.property(fc.array(repeated, { minLength: 1, maxLength: 4 }), (parts) => {
      const text = parts.join('');
      let nodes = 0;
      let deepest = 0;
      for (const document of parseYaml(text))
        visit(document, {
          Node: (_key, _node, path) => {
            nodes++;
            deepest = Math.max(deepest, path.filter((each) => !('key' in each)).length);
          },
        });
      // A key or value may be there without a character.
      expect(nodes).toBeLessThanOrEqual(2 * text.length + 2);
      // A pair in a list, `[a: b]`, is a map of its own without brackets.
      expect(deepest).toBeLessThanOrEqual(2 * 100 + 10);
    }),
    { numRuns: 300 },
  );
});
