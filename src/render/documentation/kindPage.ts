import { documentShape } from '../../language/commonFields.js';
import { dispatchWords, lazyTarget, memberShapes } from '../../language/memberShapes.js';
import type { DispatchShape, ObjectShape, Shape } from '../../language/shape.js';
import type { KindWord } from '../../vocabulary/word.js';
import { shapeInWords } from './shapeWords.js';

/** Documentation of a kind as Markdown: what it is, an example, every key, and the maps and words inside it. */
export function kindPage(kind: KindWord, page: Placement = alone): string {
  const shape = documentShape(kind);
  const sections = sectionsOf(shape).map((section) => [
    '',
    `${page.level(2)} ${page.title(titleOf(section))}`,
    ...(section.shape === 'object' ? objectSection(section, page) : dispatchSection(section, page)),
  ]);
  return [
    `${page.level(1)} ${kind.kind}`,
    '',
    kind.doc,
    '',
    '```yaml',
    kind.example.trimEnd(),
    '```',
    '',
    `Address: \`${kind.prefix}/${kind.identity ? '<of>.<code>' : '<code>'}\`. ${executors[kind.executor]}`,
    ...keyTable(shape.fields, shape.required ?? [], page),
    ...sections.flat(),
    '',
  ].join('\n');
}

/** Where a kind's documentation stands: alone, or as a part of a page in which section titles must differ. */
interface Placement {
  readonly level: (level: number) => string;
  readonly title: (section: string) => string;
}

const alone: Placement = { level: (level) => '#'.repeat(level), title: (section) => section };

/** As a part of a page about several kinds: `## Channel`, `### Channel: Headers`. */
export function kindSection(kind: KindWord): string {
  return kindPage(kind, { level: (level) => '#'.repeat(level + 1), title: (section) => `${kind.kind}: ${section}` });
}

const executors: Readonly<Record<KindWord['executor'], string>> = {
  api: 'Applied through the CRM’s API.',
  runner: 'Applied to the automation API; the runner carries it out.',
  manual: 'Applied by hand.',
  none: 'Never applied: it is run by `crmctl test`.',
};

type Section = ObjectShape | DispatchShape;

function titleOf(section: Section): string {
  return section.shape === 'object' ? (section.name ?? '') : section.noun;
}

/** Named maps and words inside a shape, each once, in the order in which a reader meets them. */
function sectionsOf(root: Shape): readonly Section[] {
  const found = new Map<string, Section>();
  const seen = new Set<Shape>();
  const visit = (shape: Shape): void => {
    if (seen.has(shape)) return;
    seen.add(shape);
    if (shape !== root && ((shape.shape === 'object' && shape.name !== undefined) || shape.shape === 'dispatch')) {
      const title = titleOf(shape);
      if (!found.has(title)) found.set(title, shape);
    }
    for (const member of memberShapes(shape))
      visit(member.shape.shape === 'lazy' ? lazyTarget(member.shape) : member.shape);
  };
  visit(root);
  return [...found.values()];
}

function objectSection(shape: ObjectShape, page: Placement): readonly string[] {
  return [
    ...(shape.doc === undefined ? [] : ['', shape.doc]),
    ...keyTable(shape.fields, shape.required ?? [], page),
    ...(shape.rest === undefined
      ? []
      : [
          '',
          `Any other key: ${shapeInWords(shape.rest, page.title)}${shape.rest.doc === undefined ? '' : `. ${shape.rest.doc}`}`,
        ]),
  ];
}

function dispatchSection(shape: DispatchShape, page: Placement): readonly string[] {
  const words = Object.entries(dispatchWords(shape));
  return [
    ...(shape.doc === undefined ? [] : ['', shape.doc]),
    '',
    `A map with exactly one of: ${words.map(([name]) => `\`${name}\``).join(', ')}. Beside it:`,
    ...keyTable(shape.common, shape.required ?? [], page),
    ...words.flatMap(([name, word]) => {
      const beside = Object.entries(word.siblings ?? {});
      const value =
        word.value.shape === 'object' && word.value.name === undefined
          ? keyTable(word.value.fields, word.value.required ?? [], page)
          : ['', `\`${name}\`: ${shapeInWords(word.value, page.title)}`];
      return [
        '',
        `${page.level(3)} ${name}`,
        '',
        word.doc,
        ...value,
        ...(beside.length === 0
          ? []
          : ['', `Beside \`${name}\`:`, ...keyTable(Object.fromEntries(beside), word.required ?? [], page)]),
      ];
    }),
  ];
}

function keyTable(
  fields: Readonly<Record<string, Shape>>,
  required: readonly string[],
  page: Placement,
): readonly string[] {
  const rows = Object.entries(fields).map(
    ([key, shape]) =>
      `| \`${key}\`${required.includes(key) ? ' *' : ''} | ${cell(shapeInWords(shape, page.title))} | ${cell(docOf(shape))} |`,
  );
  if (rows.length === 0) return [];
  const note = required.some((key) => key in fields) ? ['', '\\* required'] : [];
  return ['', '| key | value | meaning |', '|---|---|---|', ...rows, ...note];
}

function docOf(shape: Shape): string {
  return shape.doc ?? (shape.shape === 'lazy' ? (lazyTarget(shape).doc ?? '') : '');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
