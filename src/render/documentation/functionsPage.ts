import type { FunctionWord } from '../../language/scope.js';
import { objectSection, typeInWords } from './objectPage.js';
import { code, table } from './table.js';

/** A form of conditions that is no function: what it means depends on how its argument is written. */
export interface Form {
  readonly example: string;
  readonly doc: string;
}

/** What conditions and `=` values can call: crmctl's own functions, CEL's, its macros and special forms. */
export function functionsPage(words: {
  readonly own: readonly FunctionWord[];
  readonly standard: readonly FunctionWord[];
  readonly forms: readonly Form[];
}): string {
  return [
    '# Functions',
    '',
    'For conditions and values that begin with `=`; texts have Twig’s filters instead. `f(x, y)` may also be written `x.f(y)`. Nothing here',
    'throws: a missing argument gives a missing result, a missing list is an empty one. See [Missing values](language.md#missing-values).',
    '',
    '## Of crmctl',
    '',
    ...functionTable(words.own),
    '',
    ...words.own.flatMap(({ objects = [] }) => objects).map((object) => objectSection(object, new Set())),
    '## Of CEL',
    '',
    ...functionTable(words.standard),
    '',
    '## Forms',
    '',
    ...table(
      ['written', 'meaning'],
      words.forms.map(({ example, doc }) => [code(example), doc]),
    ),
    '',
  ].join('\n');
}

function functionTable(words: readonly FunctionWord[]): readonly string[] {
  return table(
    ['function', 'takes → gives', 'meaning', 'example'],
    words.map((word) => [code(word.name), signatures(word), word.doc, code(word.example)]),
  );
}

function signatures({ overloads, binds }: FunctionWord): string {
  if (binds !== undefined) {
    const over = binds.over === 'list' ? 'a list, ' : '';
    const gives = binds.over === 'list' ? 'list' : `list of ${binds.over.object}`;
    return `${over}a name, an expression about it → ${gives}`;
  }
  const lines = overloads.map(({ parameters, result }) => {
    const takes = parameters.map((type) => typeInWords(type)).join(', ');
    return `${takes === '' ? 'nothing' : takes} → ${typeInWords(result)}`;
  });
  return [...new Set(lines)].join('; ');
}
