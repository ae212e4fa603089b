import { expect, test } from 'vitest';
import { compileText } from '../../../src/language/text/index.js';
import { unclosedTag } from '../../../src/language/text/unclosed.js';

test.each([
  ['{% for x in y %}{{ x }}', 'for', 1, 1],
  ['a\n  {% if a %}b{% for x in y %}{% endfor %}', 'if', 2, 3],
  ['{% if a %}{% else %}{% endif %}\n{% if b %}', 'if', 2, 1],
  ["{% if a %}{% set x = 1 %}{% include 'x' %}", 'if', 1, 1],
])('%j: the tag that stays open is named where it opens', (source, name, line, column) => {
  expect(unclosedTag(source)).toEqual({ message: `"{% ${name} %}" is opened here and never closed`, line, column });
});

test('a text with a tag that is never closed is a finding, whatever the parser trips over', () => {
  const environment = { variables: { order: { type: 'any' as const } }, objects: {}, functions: [], enumerations: {} };
  for (const source of [
    '{% for x in order.items %}',
    '{% if order.a %}x',
    '{% for x in order.items %}{% if x %}',
    '{% set a %}',
  ]) {
    const compiled = compileText(source, environment, {});
    const messages = 'problems' in compiled ? compiled.problems.map(({ message }) => message) : [];
    expect(messages, source).toEqual([
      expect.stringMatching(/^"\{% (for|if|set) %\}" is opened here and never closed$/),
    ]);
  }
});
