import { shapes } from '../../language/shape.js';
import { boolean, codeOf, listOf, number, string, timestamp, type ValueType } from '../../language/valueType.js';
import type { KindWord } from '../word.js';

/** Entities that may have fields of the shop's own. */
const customFieldOwners = ['order', 'customer', 'loyaltyAccount'] as const;

const customFieldTypes = [
  'boolean',
  'date',
  'datetime',
  'dictionary',
  'multiselect_dictionary',
  'email',
  'integer',
  'numeric',
  'string',
  'text',
] as const;

export const customField: KindWord = {
  kind: 'CustomField',
  prefix: 'custom-field',
  plural: 'custom-fields',
  doc: "A field of the shop's own; conditions and texts read it as `order.customFields.callAt`.",
  example: `kind: CustomField
code: callAt
of: order
type: date
name: Когда перезвонить
`,
  shape: shapes.object(
    {
      of: shapes.choice(customFieldOwners, 'Whose field it is.'),
      type: shapes.choice(customFieldTypes, "Type of its values, in the CRM's words."),
      dictionary: shapes.reference(
        'Dictionary',
        'Values to choose from, for the types `dictionary` and `multiselect_dictionary`.',
      ),
      required: shapes.boolean('The CRM refuses to save without it. Default: false.'),
      default: shapes.string({ doc: 'Value of new entities.' }),
      ordering: shapes.number({ integer: true, doc: 'Place among the fields, small first.' }),
      active: shapes.boolean('Shown in the CRM. Default: true.'),
      inFilter: shapes.boolean('Offered in list filters.'),
      inList: shapes.boolean('Offered as a column of lists.'),
      inGroupActions: shapes.boolean('Offered in group actions.'),
      displayArea: shapes.choice(
        ['address', 'customer', 'delivery', 'dimensions', 'legal_details', 'main_data', 'payment', 'shipment'],
        'Block of the card in which it stands.',
      ),
      viewMode: shapes.choice(['miss', 'editable', 'not_editable'], 'Whether people see and edit it.'),
    },
    { required: ['of', 'type'] },
  ),
  identity: (spec) => `${String(spec.of)}.${String(spec.code)}`,
  executor: 'api',
  fields: (spec) => ({
    [`${String(spec.of)}CustomFields`]: {
      [String(spec.code)]: { type: valueTypeOf(spec), doc: String(spec.description ?? spec.name ?? spec.code) },
    },
  }),
};

/** What conditions see of a value: the CRM keeps the codes of a dictionary's elements. */
function valueTypeOf(spec: Readonly<Record<string, unknown>>): ValueType {
  const element = spec.dictionary === undefined ? string : codeOf(`dictionary:${String(spec.dictionary)}`);
  switch (spec.type) {
    case 'boolean':
      return boolean;
    case 'integer':
    case 'numeric':
      return number;
    case 'date':
    case 'datetime':
      return timestamp;
    case 'dictionary':
      return element;
    case 'multiselect_dictionary':
      return listOf(element);
    default:
      return string;
  }
}
