import type { Field, ObjectWord } from '../../language/scope.js';
import type { ValueType } from '../../language/valueType.js';

/** Documentation of an object that conditions and texts read: its fields, and what crmctl adds, with source and look-ahead risk. */
export function objectPage(object: ObjectWord): string {
  const all = Object.entries(object.fields);
  const added = all.filter(([, field]) => field.source !== undefined);
  const twig = Object.entries(object.twig ?? {});
  return [
    `# ${object.name}`,
    '',
    object.doc,
    ...table(all.filter(([, field]) => field.source === undefined)),
    ...(added.length === 0
      ? []
      : [
          '',
          '## Added by crmctl',
          '',
          '| field | type | meaning | comes from | look-ahead risk in a back-test |',
          '|---|---|---|---|---|',
          ...added.map(addedRow),
        ]),
    ...(twig.length === 0 ? [] : ['', '## In texts also', ...table(twig)]),
    ...(object.rest === undefined ? [] : ['', 'Other members are untyped.']),
    '',
  ].join('\n');
}

function table(fields: readonly (readonly [string, Field])[]): readonly string[] {
  if (fields.length === 0) return [];
  return [
    '',
    '| field | type | meaning |',
    '|---|---|---|',
    ...fields.map(([name, field]) => `| \`${name}\` | ${typeInWords(field.type)} | ${meaning(field)} |`),
  ];
}

function addedRow([name, field]: readonly [string, Field]): string {
  return `| \`${name}\` | ${typeInWords(field.type)} | ${meaning(field)} | ${field.source ?? ''} | ${field.lookahead ?? 'none'} |`;
}

function meaning(field: Field): string {
  return `${field.doc}${field.zeroWhenAbsent === true ? ' 0 when absent.' : ''}`.replaceAll('|', '\\|');
}

function typeInWords(type: ValueType): string {
  switch (type.type) {
    case 'string':
      return type.enumeration === undefined ? 'text' : `code: ${type.enumeration}`;
    case 'list':
      return `list of ${typeInWords(type.of)}`;
    case 'map':
      return `map of ${typeInWords(type.of)}`;
    case 'object':
      return type.name;
    default:
      return { number: 'number', boolean: 'true or false', timestamp: 'moment', duration: 'duration', any: 'untyped' }[
        type.type
      ];
  }
}
