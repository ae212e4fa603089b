import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/language/expression/pattern.js';

const test = (pattern: string, text: string) => {
  const compiled = compilePattern(pattern);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled.test(text);
};

describe('matches', () => {
  it.each([
    ['^\\+7', '+7999', true],
    ['^\\+7', '8999', false],
    ['yandex', 'https://yandex.ru/', true],
    ['^[а-яё]+$', 'привет', true],
    ['(?i)^ПРИВЕТ$', 'Привет', true],
    ['^(ab|cd){2,3}$', 'abcdab', true],
    ['^(ab|cd){2,3}$', 'ab', false],
    ['^a{3}$', 'aaa', true],
    ['^a{2,}$', 'a', false],
    ['\\bshop\\b', 'my shop!', true],
    ['\\bshop\\b', 'workshop', false],
    ['^\\d{3}-\\d{2}$', '123-45', true],
    ['^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$', 'anna@shop.ru', true],
    ['^\\p{L}+$', 'Größe', true],
    ['^(?P<name>x)(?:y)?$', 'x', true],
    ['^.$', '😀', true],
    ['a|', 'zzz', true],
    ['^[]a-]+$', ']-a', true],
    ['a{x', 'a{x', true],
  ] as const)('%s in %j: %j', (pattern, text, expected) => expect(test(pattern, text)).toBe(expected));

  it.each([
    'a(',
    'a)',
    '[a',
    '*a',
    '(?=a)',
    '(?<!a)',
    '(a)\\1',
    '\\q',
    'a{5,2}',
    'a{9999}',
    '\\p{Nothing}',
    '[b-a]',
    '((a{100}){100}){100}',
    'a\\',
  ])('%s is refused', (pattern) => {
    expect(compilePattern(pattern)).toHaveProperty('problem');
  });

  it('agrees with JavaScript on random patterns and texts', () => {
    const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
      atom: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('a', 'b', 'c', '.', '\\d', '\\w', '[ab]', '[^a]', '[a-c]', '^', '$', '\\b'),
        tie('pattern').map((inner) => `(${inner})`),
      ),
      pattern: fc
        .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '*?')), {
          minLength: 1,
          maxLength: 4,
        })
        .map((parts) => parts.map(([atom, times]) => atom + (/^[\^$]$|^\\b$/.test(atom) ? '' : times)).join(''))
        .chain((sequence) => fc.constantFrom(sequence, `${sequence}|b`)),
    }));
    fc.assert(
      fc.property(
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 8 }),
        (source, text) => {
          expect([source, text, test(source, text)]).toEqual([source, text, new RegExp(source, 'u').test(text)]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('ends on the patterns that make backtracking engines hang', () => {
    expect(test('^(a+)+$', `${'a'.repeat(20_000)}b`)).toBe(false);
    expect(test('^(a|a)*$', `${'a'.repeat(20_000)}b`)).toBe(false);
  });
});
