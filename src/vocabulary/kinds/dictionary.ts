import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';
import { codesOf, innerCode } from './fields.js';

export const dictionary: KindWord = {
  kind: 'Dictionary',
  prefix: 'dictionary',
  plural: 'dictionaries',
  doc: 'A list of values for custom fields of type `dictionary`.',
  example: `kind: Dictionary
code: supplier
name: Поставщик
elements: [{code: north, name: Север}, {code: south, name: Юг}]
`,
  shape: shapes.object(
    {
      elements: shapes.list(
        shapes.object(
          {
            code: innerCode('What conditions compare with.'),
            name: shapes.string({ doc: 'What people see.' }),
          },
          { name: 'DictionaryElement', required: ['code', 'name'] },
        ),
        { min: 1, doc: 'The values, in the order in which they are offered.' },
      ),
    },
    { required: ['elements'] },
  ),
  executor: 'api',
  declares: (spec) => ({ [`dictionary:${String(spec.code)}`]: codesOf(spec.elements) }),
  listKeys: { elements: 'code' },
};
