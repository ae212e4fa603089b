import { shapes } from '../../language/shape.js';
import { object, timestamp } from '../../language/valueType.js';
import type { KindWord } from '../word.js';

/** What the condition of a segment can read. */
export const populationScope = () => ({ customer: object('customer'), now: timestamp });

export const segment: KindWord = {
  kind: 'Segment',
  prefix: 'segment',
  plural: 'segments',
  doc: 'A named population of customers, by a condition. Membership changes with events and with time.',
  example: `kind: Segment
code: vip
name: VIP
where: customer.totalSumm > 100000
`,
  shape: shapes.object(
    {
      where: shapes.condition({ doc: 'Who belongs to it: a condition on `customer` and `now`.' }),
      active: shapes.boolean('false: validated and planned, not computed. Default: true.'),
    },
    { required: ['where'] },
  ),
  executor: 'runner',
  listed: { call: { method: 'GET', path: 'segments' }, paged: true, key: 'segments', mayBeRefused: true },
  declares: (spec) => ({ segment: [String(spec.code)] }),
  scopeAt: populationScope,
};
