import type { Field, ObjectWord } from '../../language/scope.js';
import type { ValueType } from '../../language/valueType.js';

/** Documentation of an object that conditions and texts read: its fields, and what crmctl adds, with source and look-ahead risk. */
export function objectPage(object: ObjectWord, { level, named }: Placement = alone): string {
  const all = Object.entries(object.fields);
  const added = all.filter(([, field]) => field.source !== undefined);
  const twig = Object.entries(object.twig ?? {});
  return [
    `${level(1)} ${object.name}`,
    '',
    object.doc,
    ...table(
      all.filter(([, field]) => field.source === undefined),
      named,
    ),
    ...(added.length === 0
      ? []
      : [
          '',
          `${level(2)} Added by crmctl to ${object.name}`,
          '',
          '| field | type | meaning | comes from | look-ahead risk in a back-test |',
          '|---|---|---|---|---|',
          ...added.map((each) => addedRow(each, named)),
        ]),
    ...(twig.length === 0 ? [] : ['', `${level(2)} In texts of ${object.name} also`, ...table(twig, named)]),
    ...(object.rest === undefined ? [] : ['', 'Other members are untyped.']),
    '',
  ].join('\n');
}

/** Where it stands: alone, or on a page on which the objects that fields hold have sections of their own. */
interface Placement {
  readonly level: (level: number) => string;
  readonly named: (object: string) => string;
}

const alone: Placement = { level: (level) => '#'.repeat(level), named: (object) => object };

/** As a part of a page about these objects. */
export function objectSection(object: ObjectWord, known: ReadonlySet<string>): string {
  return objectPage(object, {
    level: (level) => '#'.repeat(level + 1),
    named: (name) => (known.has(name) ? `[${name}](#${name.toLowerCase()})` : name),
  });
}

type Named = Placement['named'];

function table(fields: readonly (readonly [string, Field])[], named: Named): readonly string[] {
  if (fields.length === 0) return [];
  return [
    '',
    '| field | type | meaning |',
    '|---|---|---|',
    ...fields.map(([name, field]) => `| \`${name}\` | ${typeInWords(field.type, named)} | ${meaning(field)} |`),
  ];
}

function addedRow([name, field]: readonly [string, Field], named: Named): string {
  return `| \`${name}\` | ${typeInWords(field.type, named)} | ${meaning(field)} | ${field.source ?? ''} | ${field.lookahead ?? 'none'} |`;
}

function meaning(field: Field): string {
  return [
    field.doc,
    ...(field.zeroWhenAbsent === true ? ['0 when absent.'] : []),
    ...(field.readOnly === undefined ? [] : [`Cannot be set: ${field.readOnly}.`]),
  ]
    .join(' ')
    .replaceAll('|', '\\|');
}

/** A type in a reader's words: `code: status`, `list of item`. */
export function typeInWords(type: ValueType, named: Named = alone.named): string {
  switch (type.type) {
    case 'string':
      return type.enumeration === undefined ? 'text' : `code: ${type.enumeration}`;
    case 'list':
      return type.of.type === 'any' ? 'list' : `list of ${typeInWords(type.of, named)}`;
    case 'map':
      return type.of.type === 'any' ? 'map' : `map of ${typeInWords(type.of, named)}`;
    case 'object':
      return named(type.name);
    default:
      return { number: 'number', boolean: 'true or false', timestamp: 'moment', duration: 'duration', any: 'untyped' }[
        type.type
      ];
  }
}
