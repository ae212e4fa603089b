import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { readProject } from '../../../src/language/readProject.js';
import type { Diagnostic } from '../../../src/model/diagnostic.js';
import { vocabulary } from '../../../src/vocabulary/index.js';

function findings(text: string): readonly Diagnostic[] {
  const config = { path: 'crmctl.yaml', text: 'version: 1\nname: shop\ntimezone: UTC\n' };
  return readProject([config, { path: 'a.yaml', text }], new Map(), vocabulary).diagnostics;
}

const trigger = (on: string, step: string) => `kind: Trigger\ncode: a\nname: A\non: ${on}\ndo: [${step}]\n`;
const anyForm = '{event: order.created}';
const anyStep = '{id: a, note: Hi}';

describe('a value of the wrong form is written in the right one', () => {
  test.each([
    ['on: order.created', trigger('order.created', anyStep), 'write on: {event: order.created}'],
    ['on: custom.mine', trigger('custom.mine', anyStep), 'write on: {event: custom.mine}'],
    ['on: order.status', trigger('order.status', anyStep), 'write on: {changed: order.status}'],
    ['one form of several', trigger(`[order.created, ${anyForm}]`, anyStep), 'write {event: order.created}'],
    ['a form in a map', trigger('{changed: {field: order.status}}', anyStep), 'write changed: order.status'],
    ['send: a template', trigger(anyForm, '{id: a, send: thanks}'), 'write send: {template: thanks}'],
    ['note: a map', trigger(anyForm, '{id: a, note: {text: Hi}}'), 'write note: Hi'],
    ['task: a text', trigger(anyForm, '{id: a, task: "Call, now"}'), 'write task: {text: "Call, now"}'],
    ['repeat: a number', trigger(anyForm, '{id: a, repeat: 3}'), 'write repeat: {max: 3, do: …}'],
    ['a step alone', trigger(anyForm, anyStep).replace('[', '').replace(/\]\n$/, '\n'), `write do: [${anyStep}]`],
    ['a list of one', `${trigger(anyForm, anyStep)}mode: [single]\n`, 'write mode: single'],
    ['a truth in a number', `${trigger(anyForm, anyStep)}active: 1\n`, 'write true'],
    ['a text that flow would cut', trigger(anyForm, '\n  {id: a, task: {text: Hi, due: [30m]}}'), 'write due: 30m'],
  ])('%s', (_, text, suggestion) => {
    expect(findings(text)).toMatchObject([{ code: 'CRM105', suggestion }]);
  });

  test('a plain text is put in quotes where it gets between brackets', () => {
    const text = 'kind: Trigger\ncode: a\nname: A\non: {event: order.created}\ndo:\n  - id: a\n    task: Call, now\n';
    expect(findings(text)).toMatchObject([{ suggestion: 'write task: {text: "Call, now"}' }]);
  });

  test('a word without what it takes is shown with it', () => {
    const { example } = vocabulary.actions.find(({ name }) => name === 'send')!;
    expect(findings(trigger(anyForm, 'send'))).toMatchObject([
      { suggestion: `write it with what it takes, for example ${example}` },
    ]);
  });
});

describe('a missing key is shown as the example of its kind or word writes it', () => {
  test.each([...vocabulary.steps, ...vocabulary.actions].map((word) => [word.name, word.example]))(
    'the id of %s',
    (_, example) => {
      const { id, ...rest } = parse(example) as Record<string, unknown>;
      const step = stringify(rest, { collectionStyle: 'flow', lineWidth: 0 }).trim();
      const missing = findings(trigger(anyForm, step)).filter(({ code }) => code === 'CRM104');
      expect(missing).toMatchObject([{ suggestion: `for example id: ${String(id)}` }]);
    },
  );

  test.each(vocabulary.kinds.map(({ kind, example }) => [kind, example]))('the code of a %s', (_, example) => {
    const { code } = parse(example) as Record<string, unknown>;
    const missing = findings(example.replace(/^code: .*\n/m, '')).filter(({ message }) => /key "code"/.test(message));
    expect(missing).toMatchObject([{ code: 'CRM104', suggestion: `for example code: ${String(code)}` }]);
  });

  test('inside a word as its own example has it', () => {
    expect(findings(trigger(anyForm, '{id: a, send: {via: email}}'))).toMatchObject([
      { code: 'CRM104', suggestion: 'for example template: could-not-reach' },
    ]);
  });
});
