import { expect, test } from 'vitest';
import { parseYaml } from '../../src/language/parseYaml.js';

const valueOf = (text: string) => parseYaml(text)?.map((document) => document.toJS() as unknown);

test('a document is read by YAML 1.2, where yes is a text', () => {
  expect(valueOf('{a: yes, b: true, c: 010}')).toEqual([{ a: 'yes', b: true, c: 10 }]);
});

test('a document that says so is read by YAML 1.1, and the next file by 1.2 again', () => {
  expect(valueOf('%YAML 1.1\n---\n{a: yes, b: true, c: 010}')).toEqual([{ a: true, b: true, c: 8 }]);
  expect(valueOf('a: yes')).toEqual([{ a: 'yes' }]);
});

test('a tag that one file uses means nothing to the next', () => {
  expect(valueOf('a: !!set {x, y}')).toEqual([{ a: new Set(['x', 'y']) }]);
  expect(valueOf('a: {x, y}')).toEqual([{ a: { x: null, y: null } }]);
});
