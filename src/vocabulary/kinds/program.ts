import { shapes } from '../../language/shape.js';
import type { KindWord } from '../word.js';
import { percent } from './fields.js';

export const program: KindWord = {
  kind: 'Program',
  prefix: 'program',
  plural: 'programs',
  doc: 'A bonus program: where its ledger is, when bonuses expire, and how much of an order they may pay. Every credit is a lot with an expiry of its own; the nearest expiry is spent first.',
  example: `kind: Program
code: reviews
name: Бонусы за отзывы
ledger: crm
expires: 14d
redeem: {max: 30%, of: order.totalSumm}
`,
  shape: shapes.object(
    {
      ledger: shapes.choice(['crm', 'own'], '`crm`: the loyalty account of the customer; `own`: crmctl keeps it.'),
      loyalty: shapes.number({ integer: true, min: 1, doc: 'crm: id of the loyalty program, when there are several.' }),
      activates: shapes.duration({ doc: 'How long after a credit it can be spent. Default: at once.' }),
      expires: shapes.duration({ doc: 'How long a credit lives. Default: for ever.' }),
      redeem: shapes.object(
        {
          max: percent('Largest share of an order that bonuses may pay.'),
          of: shapes.path('The sum that the share is taken of. Default: order.totalSumm.'),
        },
        { name: 'Redeem', required: ['max'], doc: 'How much of an order bonuses may pay.' },
      ),
    },
    { required: ['ledger'] },
  ),
  executor: 'runner',
};
