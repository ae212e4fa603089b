import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { dice, type Dice } from '../../src/demo/random.js';
import { checkProject } from '../../src/language/check.js';
import { compileSites } from '../../src/language/compile.js';
import { readProject } from '../../src/language/readProject.js';
import { vocabulary } from '../../src/vocabulary/index.js';

const seed = inject('seed');
const count = 3000;
const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const config = {
  path: 'crmctl.yaml',
  text: 'version: 1\nname: mutated\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n',
};

/** Documents of the examples and of every kind, bent at random as a tired person, an editor or a bad merge would. */
test(`${count} mutated documents never crash validate, and every finding stands inside its file`, () => {
  const luck = dice(seed);
  const sources = [...documents(), ...vocabulary.kinds.map(({ example }) => example)];
  let findings = 0;
  for (let index = 0; index < count; index++) {
    const text = mutated(luck.pick(sources), luck, sources);
    const file = { path: 'mutated.yaml', text };
    let diagnostics: ReturnType<typeof checkProject>;
    try {
      const project = readProject([config, file], new Map(), vocabulary);
      diagnostics = checkProject(project, vocabulary, compileSites(project, vocabulary));
    } catch (error) {
      throw new Error(`document ${index} of seed ${seed} crashed validate:\n${text}`, { cause: error });
    }
    const lines = text.split(/\r\n|\r|\n/);
    for (const { file: place, line, column, code, message } of diagnostics) {
      const inside =
        place === 'mutated.yaml' &&
        line !== undefined &&
        line >= 1 &&
        line <= lines.length &&
        column !== undefined &&
        column >= 1 &&
        column <= lines[line - 1]!.length + 1;
      if (!inside && place !== 'crmctl.yaml')
        throw new Error(
          `document ${index} of seed ${seed}: ${code} ${message} stands at ${place}:${line}:${column}\n${text}`,
        );
    }
    findings += diagnostics.length;
  }
  expect(findings).toBeGreaterThan(count);
}, 240_000);

function documents(): readonly string[] {
  return readdirSync(examples, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && !path.endsWith('crmctl.yaml'))
    .flatMap((path) => readFileSync(join(examples, path), 'utf8').split(/^---$/m))
    .filter((text) => text.length < 4000);
}

function mutated(source: string, luck: Dice, sources: readonly string[]): string {
  let text = source;
  for (let times = luck.between(1, 3); times > 0; times--) text = luck.pick(mutations)(text, luck, sources);
  return text;
}

const oddities = [
  '"',
  "'",
  ': ',
  ' #',
  '- ',
  '{',
  '}',
  '[',
  ']',
  '!',
  '&a ',
  '*a',
  '|',
  '>',
  '\t',
  '%',
  '@',
  '`',
  '=',
  '{{',
  '}}',
  '{%',
  '${',
  '${X}',
  '\u0000',
  '\u2028',
  '😀',
  'null',
  '0x1F',
  '1e999',
  '~',
  '? ',
  '<<: ',
  '\r\n',
  '--- ',
  '...',
];

const mutations: readonly ((text: string, luck: Dice, sources: readonly string[]) => string)[] = [
  (text, luck) => cut(text, luck, 1, ''),
  (text, luck) => cut(text, luck, luck.between(2, 40), ''),
  (text, luck) => cut(text, luck, 0, luck.pick(oddities)),
  (text, luck) => cut(text, luck, luck.between(1, 8), luck.pick(oddities)),
  (text, luck) => text.slice(0, luck.between(0, text.length)),
  (text, luck) => onLines(text, (lines) => lines.splice(luck.between(0, lines.length - 1), 1)),
  (text, luck) => onLines(text, (lines) => lines.splice(luck.between(0, lines.length), 0, luck.pick(lines))),
  (text, luck) =>
    onLines(text, (lines) =>
      lines.splice(luck.between(0, lines.length - 1), 1, `${' '.repeat(luck.between(0, 6))}${luck.pick(lines).trim()}`),
    ),
  (text, luck, sources) => `${text}\n${luck.pick(['---\n', '', '  '])}${luck.pick(sources)}`,
  (text, luck) => text.replace(/\b([a-z]{4,})\b/g, (word) => (luck.chance(0.04) ? word.slice(1) + word[0]! : word)),
  (text, luck) =>
    text.replace(/: (\S.*)$/gm, (whole, value: string) =>
      luck.chance(0.08)
        ? `: ${luck.pick(['[]', '{}', '7', 'true', 'null', `[${value}]`, `{a: ${value}}`, '=', '= 1 +', ''])}`
        : whole,
    ),
];

function cut(text: string, luck: Dice, length: number, instead: string): string {
  const at = luck.between(0, text.length);
  return text.slice(0, at) + instead + text.slice(at + length);
}

function onLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}
