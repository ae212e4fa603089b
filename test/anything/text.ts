import { filters } from '../../src/language/text/filters.js';
import type { Environment } from '../../src/language/scope.js';
import { boolean } from '../../src/language/valueType.js';
import { expressionsOf } from './expression.js';
import type { Luck } from './luck.js';

const given: Readonly<Record<string, string>> = {
  date: "('d.m.Y H:i')",
  default: "('x')",
  date_modify: "('+1 day')",
  number_format: "(0, ',', ' ')",
  replace: "({'a': 'b'})",
  join: "(', ')",
  split: "(',')",
  slice: '(0, 2)',
  batch: '(2)',
  column: "('id')",
  format: "('x')",
  merge: '([1])',
  map: '(v => v)',
  filter: '(v => v)',
  reduce: '((a, v) => a)',
};

/** A Twig text about what is in scope. */
export function textOf(luck: Luck, environment: Environment): string {
  const expressions = expressionsOf(luck, environment);
  const value = (): string => {
    const piped = luck.some(0, 2, () => luck.pick(Object.keys(filters))).map((name) => `|${name}${given[name] ?? ''}`);
    return `${expressions.path().source}${piped.join('')}`;
  };
  const parts = [
    () => `{{ ${value()} }}`,
    () => `{{ ${value()}|default('none') }}`,
    () => `{% if ${value()} %}yes{% else %}no{% endif %}`,
    () => `{% if ${expressions.path().source} is defined %}${'{{'} ${value()} }}{% endif %}`,
    () => `{% for each in ${expressions.path().source} %}{{ loop.index }}{% endfor %}`,
    () => `{% set x = ${value()} %}{{ x }}`,
    () => 'words',
    () => `{{ ${expressions.of(boolean, 0)} ? 'a' : 'b' }}`,
  ];
  return luck.some(1, 2, () => luck.pick(parts)()).join(' ');
}
