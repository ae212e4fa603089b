import { shapes } from '../../language/shape.js';
import { object, timestamp } from '../../language/valueType.js';
import type { ObjectWord } from '../../language/scope.js';
import { objects } from '../objects/index.js';
import type { KindWord } from '../word.js';
import { crmCondition } from './crmCondition.js';

export const validation: KindWord = {
  kind: 'Validation',
  prefix: 'validation',
  plural: 'validations',
  doc: 'A condition under which saving an order or a customer is refused, with the words that whoever saves it reads. Back-tests count how often a change in the log would have been refused.',
  example: `kind: Validation
code: paid-before-shipping
of: order
when: order.shipped && !order.isPaid
message: "Заказ {{ order.number }} не оплачен"
`,
  shape: shapes.object(
    {
      of: shapes.choice(['order', 'customer'], 'What is saved.'),
      when: shapes.condition({ doc: 'Refused when this holds for what would be saved.' }),
      message: shapes.text({ doc: 'What is wrong and what to do.' }),
      active: shapes.boolean('false: validated and planned, refuses nothing. Default: true.'),
    },
    { required: ['of', 'when', 'message'] },
  ),
  executor: 'runner',
  byHand: { capability: 'validations', text: toPaste },
  scopeAt: ({ spec }) => ({
    now: timestamp,
    ...(spec.of !== 'customer' && { order: object('order') }),
    customer: object('customer'),
  }),
};

/** The CRM has no API for validations: what to enter in its settings. */
function toPaste(after: Readonly<Record<string, unknown>> | undefined): string {
  if (after === undefined || after['active'] === false)
    return "the CRM's API cannot take it out: deactivate it in the CRM's settings, Validations";
  const { of, code, when, message } = after;
  const condition = crmCondition(String(when), byName);
  const shown = condition ?? `write in the CRM's language: ${String(when)}`;
  return `the CRM's API cannot write it. Enter it in the CRM's settings, Validations: for ${String(of)}, code ${String(code)}, condition: ${shown}, message: ${String(message)}`;
}

const byName: Readonly<Record<string, ObjectWord>> = Object.fromEntries(objects.map((word) => [word.name, word]));
