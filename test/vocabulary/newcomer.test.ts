import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../src/language/check.js';
import { compileSites } from '../../src/language/compile.js';
import { readProject } from '../../src/language/readProject.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';
import { vocabulary } from '../../src/vocabulary/index.js';

const config =
  'version: 1\nname: test\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n';
const fixture = readFileSync(new URL('../fixtures/newcomer.txt', import.meta.url), 'utf8');
const [shop = '', ...cases] = fixture.split(/^=== /m);
const mistakes = cases.map((each) => {
  const end = each.indexOf('\n');
  return { name: each.slice(0, end), text: each.slice(end + 1) };
});

function findings({ name, text }: (typeof mistakes)[number]): readonly Diagnostic[] {
  const isConfig = name.startsWith('config');
  const files = [
    { path: 'crmctl.yaml', text: isConfig ? text : config },
    { path: 'mistake.yaml', text: isConfig ? '' : text },
    { path: 'shop.yaml', text: shop },
  ];
  const project = readProject(files, new Map(), vocabulary);
  const compiled = compileSites(project, vocabulary);
  return checkProject(project, vocabulary, compiled).filter(({ severity }) => severity !== 'note');
}

/** What is wrong says itself what would be right. */
const saysTheCure = / such as | must be one of | must be (?:manager|a day|a letter)|exclude each other/;

describe('a mistake that people make who are new to YAML', () => {
  it.each(mistakes)('$name: has a file, a line, a column and a cure', (mistake) => {
    const found = findings(mistake);
    expect(found.length).toBeGreaterThan(0);
    for (const { file, line, column, message, suggestion } of found) {
      expect(file).toMatch(/\.yaml$/);
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(suggestion ?? message).toMatch(suggestion === undefined ? saysTheCure : /./);
    }
  });

  it('is told in these words', async () => {
    const lines = mistakes.flatMap((mistake) => [
      `=== ${mistake.name}`,
      ...findings(mistake).map(
        ({ line, column, severity, message, suggestion }) =>
          `${line}:${column} ${severity} ${message}${suggestion === undefined ? '' : ` → ${suggestion}`}`,
      ),
    ]);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/newcomer.txt');
  });
});
