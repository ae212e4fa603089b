import { shapes } from '../../language/shape.js';
import { object, timestamp } from '../../language/valueType.js';
import type { KindWord } from '../word.js';

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
  scopeAt: ({ spec }) => ({
    now: timestamp,
    ...(spec.of !== 'customer' && { order: object('order') }),
    customer: object('customer'),
  }),
};
