import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';
import { codesOf, innerCode } from './fields.js';

export const statusGroup: KindWord = {
  kind: 'StatusGroup',
  prefix: 'status-group',
  plural: 'status-groups',
  doc: 'Order statuses of one group: their order, how long an order may stand in each, and where it may go next.',
  example: `kind: StatusGroup
code: no-answer
name: Недозвон
process: true
statuses:
  - {code: no-answer-1, name: Недозвон 1, limit: 1h, next: [no-answer-2]}
  - {code: no-answer-2, name: Недозвон 2, limit: 2h}
`,
  shape: shapes.object(
    {
      process: shapes.boolean('An in-work group: its orders are being worked on. Default: false.'),
      active: shapes.boolean('Offered in the CRM. Default: true.'),
      ordering: shapes.number({ integer: true, doc: 'Place of the group among the groups, small first.' }),
      calendar: shapes.reference('Calendar', 'The calendar in whose working time the limits of its statuses count.'),
      statuses: shapes.list(
        shapes.object(
          {
            code: innerCode('Code of the status, unique over all groups.'),
            name: shapes.string({ doc: 'Name that people see.' }),
            active: shapes.boolean('Offered in the CRM. Default: true.'),
            limit: shapes.duration({
              working: true,
              doc: 'How long an order may stand in it before it is overdue; working time when the group has a calendar.',
            }),
            next: shapes.list(shapes.code('status'), {
              doc: 'Statuses to which an order may go from here. Absent: to any.',
            }),
          },
          { name: 'Status', required: ['code', 'name'] },
        ),
        { min: 1, doc: 'The statuses, in the order in which the CRM shows them.' },
      ),
    },
    { required: ['statuses'] },
  ),
  executor: 'api',
  declares: (spec) => ({ statusGroup: [String(spec.code)], status: codesOf(spec.statuses) }),
  listKeys: { statuses: 'code' },
};
