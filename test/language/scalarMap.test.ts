import fc from 'fast-check';
import { isMap, isScalar, parseDocument, type Scalar } from 'yaml';
import { describe, expect, it } from 'vitest';
import { scalarOffsets } from '../../src/language/scalarMap.js';

/** The scalar under `key` of a file, and where each character of its value is written. */
function mapOf(file: string): { value: string; offsets: number[] } {
  const document = parseDocument(file);
  expect(document.errors).toEqual([]);
  const contents = document.contents;
  const node = isMap(contents) ? contents.get('key', true) : undefined;
  if (!isScalar(node)) throw new Error(`no scalar in ${file}`);
  const scalar = node as Scalar<unknown>;
  const value = scalar.source ?? String(scalar.value);
  const [start, end] = scalar.range!;
  return { value, offsets: scalarOffsets(file, start, end, scalar.type, value) };
}

/** Every character stands where the map says; those that YAML writes otherwise are given by `written`. */
function expectInPlace(file: string, written: (character: string) => readonly string[] = () => []): void {
  const { value, offsets } = mapOf(file);
  expect(offsets).toHaveLength(value.length + 1);
  for (let index = 0; index < value.length; index++) {
    const there = file[offsets[index]!]!;
    if (there !== value[index])
      expect([value[index], there, written(value[index]!)]).toEqual([
        value[index],
        there,
        expect.arrayContaining([there]),
      ]);
    if (index > 0) expect(offsets[index]!).toBeGreaterThanOrEqual(offsets[index - 1]!);
  }
}

const letters = fc
  .array(fc.constantFrom('a', 'b', 'ы', '😀', '"', "'", '\\', '=', '(', ')', '.', '7', '!'), {
    minLength: 1,
    maxLength: 8,
  })
  .map((all) => all.join(''));
const word = letters.filter((text) => !/^[!"'=.\-7]/.test(text));
const words = fc.array(word, { minLength: 1, maxLength: 5 });
const breaks = fc.constantFrom('\n', '\r\n');
/** What a folded break may be written as. */
const folded = (character: string): string[] => (character === ' ' || character === '\n' ? ['\n', '\r'] : []);

describe('every character of a scalar is placed where it is written', () => {
  it('in a plain scalar of one line', () => {
    fc.assert(fc.property(words, (all) => expectInPlace(`a: 1\nkey:   ${all.join(' ')}  # why\nb: 2\n`)));
  });

  it('in a plain scalar of several lines, with blank lines between', () => {
    const gaps = fc.array(fc.tuple(breaks, fc.nat(2), fc.nat(3)), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(words, gaps, (all, gap) => {
        const text = all.map((part, index) =>
          index === 0
            ? part
            : `${' '.repeat(index % 2)}${gap[index]![0].repeat(1 + gap[index]![1])}  ${' '.repeat(gap[index]![2])}${part}`,
        );
        expectInPlace(`key: ${text.join('')}\nb: 2\n`, folded);
      }),
    );
  });

  it('in single quotes, over several lines', () => {
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 4 }), breaks, (all, end) => {
        const text = all.map((part) => part.replaceAll("'", "''")).join(` ${end}   `);
        expectInPlace(`key: '${text}'\nb: 2\n`, folded);
      }),
    );
  });

  it('in double quotes with escapes: an escape is placed at its backslash', () => {
    const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), letters);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (all) => {
        const text = all.join(' ');
        const file = `key: ${JSON.stringify(text)}\nb: 2\n`;
        expect(mapOf(file).value).toBe(text);
        const { value, offsets } = mapOf(file);
        let index = 0;
        for (const character of value) {
          const asIs = JSON.stringify(character) === `"${character}"`;
          expect(String.fromCodePoint(file.codePointAt(offsets[index]!)!)).toBe(asIs ? character : '\\');
          index += character.length;
        }
      }),
    );
  });

  it('in double quotes over several lines, folded and escaped breaks', () => {
    fc.assert(
      fc.property(
        words,
        fc.array(
          fc.constantFrom('\n  ', '\n\n   ', '\\\n  ', ' \r\n  ', '\\x41', '\\u0416', '\\U0001F600', '\\N', '\\ '),
          { minLength: 5, maxLength: 5 },
        ),
        (all, gaps) => {
          const text = all.map((part, index) => part.replace(/[\\"]/g, '\\$&') + gaps[index]!).join('');
          expectInPlace(`key: "${text}"\nb: 2\n`, (character) => [...folded(character), '\\']);
        },
      ),
    );
  });

  const lines = fc.array(fc.tuple(fc.nat(3), fc.oneof(letters, fc.constant(''), fc.constant('\tx'))), {
    minLength: 1,
    maxLength: 7,
  });
  for (const style of ['|', '>']) {
    for (const chomp of ['', '-', '+']) {
      it(`in a block ${style}${chomp}, indented and with blank lines`, () => {
        fc.assert(
          fc.property(lines, fc.boolean(), breaks, (all, explicit, end) => {
            const first = all.find(([, text]) => text !== '')?.[0] ?? 0;
            const body = all.map(([extra, text]) =>
              text === '' ? '' : `${' '.repeat(2 + (explicit ? extra : Math.max(extra, first) - first))}${text}`,
            );
            const file = `a: 1${end}key: ${style}${explicit ? '2' : ''}${chomp} # why${end}${body.join(end)}${end}b: 2${end}`;
            expectInPlace(file, folded);
          }),
        );
      });
    }
  }

  it('in a block nested in a list, at the end of the file without a line feed', () => {
    const file = 'list:\n  - x\nkey: >-\n     order.status\n       == "new"\n\n     && true';
    const { value, offsets } = mapOf(file);
    expect(value).toBe('order.status\n  == "new"\n\n&& true');
    expect(file.slice(offsets[value.indexOf('&&')]!)).toBe('&& true');
  });
});
