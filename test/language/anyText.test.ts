import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectFromRelease, readProject } from '../../src/language/readProject.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { config } from './smallVocabulary.js';

/** The real vocabulary: what people write, whole and broken. */
const examples = vocabulary.kinds.map(({ kind, example }): [string, string] => [kind, example]);
const read = (text: string) => readProject([config, { path: 'a.yaml', text }], new Map(), vocabulary);

describe('the example of every kind', () => {
  it.each(examples)('%s is read without a finding, and rebuilt from its spec', (kind, text) => {
    const project = read(text);
    expect(project.diagnostics).toEqual([]);
    expect(project.resources.map((resource) => resource.kind)).toEqual([kind]);
    const again = projectFromRelease(project.resources, project.config, vocabulary);
    expect(again.diagnostics).toEqual([]);
    expect(again.resources.map(({ spec, digest, address }) => ({ spec, digest, address }))).toEqual(
      project.resources.map(({ spec, digest, address }) => ({ spec, digest, address })),
    );
  });

  it('has each of its sites where it is written', () => {
    for (const [, text] of examples) {
      for (const resource of read(text).resources) {
        for (const site of resource.sites) {
          const place = resource.locate(site.path, { start: 0, end: 1 }, site.key && 'key');
          expect(text.split('\n')[place.line - 1]![place.column - 1], site.path.join('.')).toBe(site.source[0]);
        }
      }
    }
  });
});

describe('any text', () => {
  const all = examples.map(([, text]) => text).join('---\n');
  const scraps = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ': ',
    ' #',
    '!',
    '&a',
    '*a',
    '- ',
    '\n',
    '  ',
    '\t',
    '|',
    '>-',
    '=',
    '${',
    ',',
    '%',
    '---\n',
    '<<',
    '?',
    '\r\n',
    'null',
    '🙂',
  );

  it('broken in any way gives findings inside the file, never a crash', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...examples, ['all', all]),
        fc.array(fc.tuple(fc.nat(), fc.nat(12), scraps), { minLength: 1, maxLength: 4 }),
        ([, example], changes) => {
          const text = changes.reduce((before, [at, length, scrap]) => {
            const start = at % (before.length + 1);
            return before.slice(0, start) + scrap + before.slice(start + length);
          }, example);
          const project = read(text);
          const lines = text.split('\n');
          for (const each of project.diagnostics) {
            expect(each.line).toBeGreaterThan(0);
            expect(each.line).toBeLessThanOrEqual(lines.length);
            expect(each.column).toBeLessThanOrEqual(lines[each.line! - 1]!.length + 1);
            expect(
              [each.endLine! - each.line!, each.endColumn! - (each.endLine === each.line ? each.column! : 0)].every(
                (length) => length >= 0,
              ),
            ).toBe(true);
            expect(each.message).not.toMatch(/undefined|\[object/);
          }
          for (const resource of project.resources) {
            for (const site of resource.sites)
              expect(resource.locate(site.path, { start: 0, end: site.source.length }).line).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
