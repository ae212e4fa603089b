import { createSynchronousArrayLoader, createSynchronousEnvironment } from 'twing';
import { describe, expect, test } from 'vitest';
import { compileText, fragmentsFrom } from '../../../src/language/text/index.js';
import type { Environment } from '../../../src/language/scope.js';
import { environment, scope } from './shop.js';

const alone: Environment = { ...environment, variables: {}, open: true };
type Sources = Readonly<Record<string, string | undefined>>;

function compiled(source: string, sources: Sources, escape?: 'html', code?: string) {
  return compileText(source, environment, {
    ...(escape && { escape }),
    ...(code !== undefined && { code }),
    fragments: fragmentsFrom(new Map(Object.entries(sources)), escape ?? 'body', alone),
  });
}
function render(source: string, sources: Sources, escape?: 'html'): string {
  const result = compiled(source, sources, escape);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  const shown = result.text.render(scope);
  return 'text' in shown ? shown.text : `missing: ${shown.missing}`;
}
function problemsOf(source: string, sources: Sources, code?: string) {
  const result = compiled(source, sources, undefined, code);
  return 'text' in result
    ? 'none'
    : result.problems.map(({ start, end, message, suggestion }) => [source.slice(start, end), message, suggestion]);
}

describe('a text extends a fragment', () => {
  const letter = '<{% block title %}Shop{% endblock %}|{% block content %}{% endblock %}|{{ order.number }}>';

  test.each([
    ["{% extends 'letter' %}", '<Shop||17A>'],
    ["{% extends 'letter' %}{% block content %}Hello{% endblock %}", '<Shop|Hello|17A>'],
    ["{% extends 'letter' %} \n {% block title %}A{% endblock %}\n{% block content %}B{% endblock %}\n", '<A|B|17A>'],
    ["{% extends 'letter' %}{% block title 'short' %}", '<short||17A>'],
    ["{% extends 'letter' %}{% block title %}[{{ parent() }}]{% endblock %}", '<[Shop]||17A>'],
    ["{% extends 'offer' %}{% block content %}[{{ parent() }}]{% endblock %}", '<Offer||[buy]|17A>'.replace('||', '|')],
    ["{% extends 'offer' %}", '<Offer|buy|17A>'],
    ["{% set greeting = 'Hi' %}{% extends 'letter' %}{% block title %}{{ greeting }}{% endblock %}", '<Hi||17A>'],
    [
      "{% extends 'letter' %}{% block content %}a{% block inner %}b{% endblock %}{% set x = 1 %}{{ x }}{% endblock %}",
      '<Shop|ab1|17A>',
    ],
    [
      "{% extends 'letter' %}{% block content %}{% for item in order.items %}{% include 'line' %}{% endfor %}{% endblock %}",
      '<Shop|Футболка;Носки <3;Шапка;|17A>',
    ],
  ])('%s', (source, text) => {
    const offer = "{% extends 'letter' %}{% block title %}Offer{% endblock %}{% block content %}buy{% endblock %}";
    expect(render(source, { letter, offer, line: '{{ item.offer.displayName }};' })).toBe(text);
  });
});

describe('a text includes fragments', () => {
  test('what is printed in a block of one is escaped too', () => {
    const sources = {
      base: '{% block a %}{% endblock %}',
      box: "{% extends 'base' %}{% block a %}<{{ x }}>{% endblock %}",
    };
    expect(render("{% include 'box' with {x: customer.customFields.nickname} %}", sources, 'html')).toBe(
      '<&lt;Аня&gt;>',
    );
  });

  const button = '<a href="{{ url }}">{{ text|default(\'Go\') }}</a>';

  test.each([
    ["{% include 'button' with {url: 'https://x/?a=1&b=2'} %}", '<a href="https://x/?a=1&amp;b=2">Go</a>'],
    [
      "{% include 'button' with {url: 'x', text: 'A <b> & \"c\"'} %}",
      '<a href="x">A &lt;b&gt; &amp; &quot;c&quot;</a>',
    ],
    ["{% include 'button' with {url: 'x', text: customer.customFields.nickname} %}", '<a href="x">&lt;Аня&gt;</a>'],
    [
      "{% set t %}<i>{{ order.number }}</i>{% endset %}{% include 'button' with {url: 'x', text: t} %}",
      '<a href="x"><i>17A</i></a>',
    ],
    ["{% set url = 'u' %}{% include 'button' %}", '<a href="u">Go</a>'],
    ["{% include 'pair' with {text: 'A & B'} %}", '<a href="1">A &amp; B</a><a href="2">A &amp; B</a>'],
    [
      "{% include 'button' with {url: customer.id, text: customer.vip ? 'vip' : order.number} only %}",
      '<a href="7">17A</a>',
    ],
    ["{% include 'button' with {url: order.delivery.data.locked} %}", 'missing: order.delivery.data.locked'],
    ["{% include 'button' with {url: 'x', text: order.delivery.data.locked} %}", '<a href="x">Go</a>'],
  ])('%s', (source, text) => {
    const pair = "{% include 'button' with {url: 1} %}{% include 'button' with {url: 2} only %}";
    const open = pair.replace('{url: 2}', '{url: 2, text: text}');
    expect(render(source, { button, pair: open }, 'html')).toBe(text);
  });

  test('what it reads, the text reads, under the path of what it is given', () => {
    const sources = { 'order-lines': '{% for line in lines %}{{ line.offer.name }}{{ customer.email }}{% endfor %}' };
    const result = compiled("{% include 'order-lines' with {lines: order.items} %}{{ order.number }}", sources);
    expect('text' in result && result.text.reads).toEqual([
      'customer.email',
      'order.items',
      'order.items.offer.name',
      'order.number',
    ]);
  });

  test('with `only` it sees nothing else', () => {
    expect(problemsOf("{% include 'a' with {x: 1} only %}", { a: '{{ x }}{{ order.number }}' })).toEqual([
      ["'a'", 'in the fragment "a", line 1, column 11: there is no variable "order" here', 'in scope here: now'],
    ]);
  });
});

describe('what is wrong in a fragment stands at the tag of the text that takes it in', () => {
  test.each([
    ["{% include 'buton' %}", 'no Fragment has the code "buton"', 'did you mean "button"?', "'buton'"],
    ["{% extends 'lettr' %}", 'no Fragment has the code "lettr"', 'did you mean "letter"?', "'lettr'"],
    [
      "{% include 'html-only' %}",
      'the Fragment "html-only" has no plain text',
      'give it body or bodyFile',
      "'html-only'",
    ],
    [
      "{% include 'button' %}",
      'in the fragment "button", line 2, column 4: there is no variable "url" here',
      expect.any(String),
      "'button'",
    ],
    [
      "{% include 'twice' %}",
      'in the fragment "button", line 2, column 4: there is no variable "url" here',
      expect.any(String),
      "'twice'",
    ],
    [
      "{% extends 'letter' %}{% block contnt %}{% endblock %}",
      '"letter" has no block "contnt"',
      'did you mean "content"?',
      'contnt',
    ],
    [
      "{% extends 'letter' %}{% block content %}{{ oder.number }}{% endblock %}",
      'there is no variable "oder" here',
      'did you mean "order"?',
      'oder',
    ],
    [
      "{% extends 'letter' %}{% block content %}{% block a %}{{ parent() }}{% endblock %}{% endblock %}",
      'parent() has nothing above it to show',
      undefined,
      'parent',
    ],
    ['{% include order.number %}', 'a fragment is named by its code, in quotes', undefined, 'order.number'],
    ["{% include 'button' with order.items %}", 'values are given by name', 'write {name: value}', 'order.items'],
  ])('%s', (source, message, suggestion, at) => {
    const button = '\n{{ url }}{{ text|default("x") }}';
    const letter = '{% block content %}{% endblock %}';
    const found = problemsOf(source, { button, letter, twice: "{% include 'button' %}", 'html-only': undefined });
    expect(found).toContainEqual([at, message, suggestion]);
  });

  test('what is wrong with it by itself is told once, where it stands', () => {
    const sources = {
      broken: '{{ order|nofilter }}',
      worse: '{% if %}',
      user: "{% include 'broken' %}{% include 'worse' %}",
    };
    expect(problemsOf("{% include 'broken' %}{% include 'worse' %}", sources)).toEqual([]);
    expect(problemsOf(sources.user, sources, 'user')).toEqual([]);
    expect(problemsOf("{% include 'user' %}", sources)).toEqual([]);
  });

  test('a circle is printed, at the tag of each that is in it', () => {
    const sources = { a: "{% include 'b' %}", b: "{% extends 'c' %}", c: "{% include 'a' %}", d: "{% include 'a' %}" };
    const circle = (...codes: string[]) => `fragments take each other in in a circle: ${codes.join(' → ')}`;
    expect(problemsOf(sources.a, sources, 'a')).toEqual([["'b'", circle('a', 'b', 'c', 'a'), undefined]]);
    expect(problemsOf(sources.b, sources, 'b')).toEqual([["'c'", circle('b', 'c', 'a', 'b'), undefined]]);
    expect(problemsOf(sources.d, sources, 'd')).toEqual([]);
    expect(problemsOf("{% include 'd' %}", sources)).toEqual([]);
    expect(problemsOf("{% include 'e' %}", { e: "{% include 'e' %}" })).toEqual([]);
  });
});

/** Without missing values a text means what the unchanged engine makes of it and its templates. (It forgets to escape blocks of what is included; we do not.) */
describe('the unchanged engine renders the same', () => {
  const templates = {
    base: '{% block a %}A{% block inner %}i{% endblock %}{% endblock %}|{% block b %}B{{ d.name }}{% endblock %}\n{{ d.name }}',
    middle: "{% extends 'base' %}{% block b %}M{{ parent() }}{% block own %}o{% endblock %}{% endblock %}",
    part: '[{{ x }}{% set x = 2 %}{{ x }}]',
    list: "{% for x in d.list %}{% include 'part' %}{{ x }}{% endfor %}",
    box: "{% extends 'base' %}{% block a %}<{{ x }}>{% endblock %}",
  };
  const data = { name: 'Anna & <b>', list: ['p', 'q<'], n: 3 };

  test.each([
    "{% extends 'base' %}",
    "{% extends 'middle' %}{% block a %}({{ parent() }}){% endblock %}",
    "{% extends 'middle' %}{% block own %}mine{% endblock %}{% block inner %}{{ d.n + 1 }}{% endblock %}",
    "{% set x = 'outer' %}{% include 'part' %}{{ x }}",
    "{% include 'list' %}{% include 'part' with {x: d.name} %}{% include 'part' with {x: d.n * 2} only %}",
    "{% set x = 1 %}{% include 'box' %}{% include 'box' with {x: d.n} %}",
    "{% extends 'base' %}{% block b %}{% include 'middle' %}{{ parent() }}{% endblock %}",
    "{% block one %}{% set y = 1 %}{{ y }}{% endblock %}{% block two 'short' %}{{ d.name }}",
    "{% extends 'base' %}{% block a %}{% for i in d.list %}{% include 'part' with {x: i} %}{{ loop.index }}{% endfor %}{% endblock %}",
  ])('%s', (source) => {
    const all = { ...templates, text: source };
    const own = Object.fromEntries(
      Object.entries(all).map(([code, each]) => [code, each.replaceAll(/\bd\./g, 'event.data.')]),
    );
    const shown = compiled(own['text']!, own, 'html');
    if ('problems' in shown) throw new Error(JSON.stringify(shown.problems));
    const theirs = createSynchronousEnvironment(createSynchronousArrayLoader(all), { autoEscapingStrategy: 'html' });
    expect(shown.text.render({ ...scope, event: { data } })).toEqual({ text: theirs.render('text', { d: data }) });
  });
});
