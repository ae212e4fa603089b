import { createSynchronousArrayLoader, createSynchronousEnvironment } from 'twing';
import { describe, expect, test } from 'vitest';
import { order, problemsOf, render, scope } from './shop.js';

/** What the Twig library does by itself (docs/dependencies.md), and what our texts do instead. */
describe('traps of the Twig library', () => {
  test('variables in a Map are empty there: ours go as plain objects', () => {
    const twig = createSynchronousEnvironment(createSynchronousArrayLoader({ text: '[{{ order.number }}]' }));
    const variables = { order: { number: 'A-1' } };
    expect(twig.render('text', new Map(Object.entries(variables)) as unknown as typeof variables)).toBe('[]');
    expect(render('[{{ order.number }}]{% for item in order.items %}.{% endfor %}')).toMatch(/^\[\S+\]\.+$/);
  });

  test.each([
    "{{ include('secrets') }}",
    "{% include 'secrets' %}",
    "{{ source('/etc/passwd') }}",
    "{{ constant('PHP_OS') }}",
    '{{ _self }}',
    '{{ _context }}',
    '{{ _context|json_encode }}',
    "{{ template_from_string('x') }}",
    "{{ ['id']|map('system') }}",
    "{{ [1]|filter('exec') }}",
    '{{ dump() }}',
    "{% import 'secrets' as s %}",
    '{{ order.constructor }}',
    "{{ attribute(order, 'constructor') }}",
    '{% macro m() %}x{% endmacro %}{{ _self.m() }}',
    '{% sandbox %}x{% endsandbox %}',
  ])('%s reaches out of the text: refused, with its place', (source) => {
    expect(problemsOf(source).length).toBeGreaterThan(0);
  });

  test('what a customer wrote is printed, never read as a template', () => {
    const written = '{{ order.number }}{% for i in 1..9 %}x{% endfor %}{{ constructor }}';
    const said = { ...scope, order: { ...order, customerComment: written } };
    expect(render('{{ order.customerComment }}', undefined, said)).toBe(written);
    expect(render('{{ order.customerComment|default("x")|upper|lower }}', undefined, said)).toBe(written.toLowerCase());
    expect(render('{% set c = order.customerComment %}{{ c }}{{ c ~ "" }}', undefined, said)).toBe(written + written);
  });
});
