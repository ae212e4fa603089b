import { createRequire } from 'node:module';
import { createSynchronousArrayLoader, createSynchronousEnvironment } from 'twing';
import { describe, expect, test } from 'vitest';
import { compileText } from '../../../src/language/text/index.js';
import { environment, render, scope } from './shop.js';

test('plain texts do without the template engine', () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).filter((file) => file.endsWith('twing/index.cjs')).length;
  const before = loaded();
  compileText("{{ order.number }} {{ customer.firstName|default('x') }}", environment);
  expect(loaded()).toBe(before);
});

/** Without missing values, references and moments a text means what the unchanged engine makes of it. */
describe('the unchanged engine renders the same', () => {
  const data = {
    name: 'Anna <b>',
    count: 3,
    price: 1234.5,
    list: ['b', 'a', 'c'],
    rows: [
      { name: 'x', price: 10, tags: ['p'] },
      { name: 'y', price: 20.25, tags: [] },
    ],
    map: { one: 1, two: 2 },
    yes: true,
    no: false,
    zero: 0,
  };

  test.each([
    '{{ d.name }} {{ d.count + 1 }} {{ d.price * 2 }} {{ d.yes }}|{{ d.no }}|{{ d.zero }}',
    "{{ d.name|upper|replace({'ANNA': 'x'}) }} {{ d.name|striptags|trim|lower|title }}",
    "{{ d.price|number_format(2, ',', ' ') }} {{ d.price|number_format }} {{ d.price|round(0, 'ceil') }}",
    "{{ d.list|join(', ') }} {{ d.list|first }} {{ d.list|last }} {{ d.list|length }} {{ d.list|reverse|join }} {{ d.list|slice(1)|join }} {{ d.list[1:1]|join }}",
    '{% for row in d.rows %}{{ loop.index }}/{{ loop.length }} {{ row.name }}{% if not loop.last %}, {% endif %}{% endfor %}',
    '{% for key, value in d.map %}{{ key }}={{ value }};{% endfor %}',
    '{% for row in d.rows %}{% for tag in row.tags %}{{ loop.parent.loop.index }}{{ tag }}{% else %}-{% endfor %}{% endfor %}',
    "{{ d.rows|map(r => r.price)|reduce((a, b) => a + b, 0) }} {{ d.rows|filter(r => r.price > 15)|length }} {{ d.rows|column('name')|join }}",
    "{% if d.count > 2 and d.count <= 3 or d.no %}a{% elseif d.zero %}b{% else %}c{% endif %}{{ d.count is odd ? 'o' : 'e' }}{{ d.count is divisible by(3) ? 1 : 0 }}",
    "{{ 'a' in d.list ? 1 : 0 }}{{ 'z' not in d.list ? 1 : 0 }}{{ 'nn' in d.name ? 1 : 0 }}{{ d.name starts with 'An' ? 1 : 0 }}{{ d.name ends with 'x' ? 1 : 0 }}",
    '{% set a = 2 %}{% set b = a * 3 %}{% if b == 6 %}{% set a = b %}{% endif %}{{ a }} {{ b }} {{ a <=> 3 }}',
    "{{ d.none|default('-') }} {{ d.none ?? '+' }} {{ d.none is defined ? 1 : 0 }} {{ d.list is empty ? 1 : 0 }} {{ '' is empty ? 1 : 0 }}",
    '{% for i in 1..3 %}{{ i }}{% endfor %} {{ range(0, 6, 2)|join(",") }} {{ max(1, d.count) }} {{ min(d.count, 9) }}',
    "{{ d.map|json_encode|raw }} {{ d.map|keys|join }} {{ [1, 2]|merge(d.list)|join }} {{ '%05.1f'|format(d.price) }}",
    "{% for batch in d.list|batch(2, '-') %}[{{ batch|join }}]{% endfor %} {{ 'x'|nl2br }} {{ 'a b'|url_encode }}",
    '{% set box %}<i>{{ d.count }}</i>{% endset %}{{ box }} {{ box|length }}\n{% if d.yes %}\n  x\n{% endif %}\n  {{- d.name -}}  \n',
  ])('%s', (source) => {
    const ours = render(source.replaceAll(/\bd\./g, 'event.data.'), undefined, { ...scope, event: { data } });
    const loader = createSynchronousArrayLoader({ text: source });
    const theirs = createSynchronousEnvironment(loader).render('text', { d: data });
    expect(ours).toBe(theirs);
  });
});
