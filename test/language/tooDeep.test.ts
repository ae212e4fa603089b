import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../src/language/expression/compile.js';
import { compileText } from '../../src/language/text/index.js';
import { boolean } from '../../src/language/valueType.js';
import { environment } from './text/shop.js';

describe('what is nested more deeply than a parser can follow is a problem with a place', () => {
  test.each([
    ['!', `${'!'.repeat(50_000)}true`],
    ['-', `${'- '.repeat(50_000)}1 > 0`],
    ['(', '('.repeat(50_000)],
    ['[', '['.repeat(50_000)],
    ['? :', `${'true ? true : '.repeat(20_000)}true`],
    ['+', `${'1 + '.repeat(50_000)}1 > 0`],
    ['.', `order${'.number'.repeat(50_000)}`],
  ])('in a condition: %s', (_, source) => {
    const compiled = compileExpression(source, environment, boolean);
    expect(compiled).toMatchObject({ problems: [{ code: 'CRM201' }] });
  });

  test.each([
    ['if', '{% if order.number %}'.repeat(20_000)],
    ['for', '{% for item in order.items %}'.repeat(20_000)],
    ['(', `{{ ${'('.repeat(50_000)} }}`],
    ['|', `{{ order.number${'|upper'.repeat(50_000)} }}`],
    ['not', `{% if ${'not '.repeat(50_000)} order.number %}x{% endif %}`],
  ])('in a text: %s', (_, source) => {
    const compiled = compileText(source, environment);
    expect(compiled).toMatchObject({ problems: [{ code: 'CRM230' }] });
  });
});
