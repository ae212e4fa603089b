import { shapes } from '../../language/shape.js';
import { any, number, object, record, string, timestamp } from '../../language/valueType.js';
import type { KindWord } from '../word.js';
import { declaredCall } from './declaredCall.js';
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
      ledger: shapes.choice(
        ['crm', 'own', 'http'],
        '`crm`: the loyalty account of the customer; `own`: crmctl keeps it; `http`: an outside service, see `calls`.',
      ),
      connection: shapes.reference('Connection', 'http: the service.'),
      calls: shapes.object(
        {
          balance: declaredCall('What the customer has; asked before a charge and after every movement.', {
            active: shapes.value(shapes.number(), number, 'What can be spent now: `=body.active`.'),
          }),
          credit: declaredCall('Gives `bonus.amount`.'),
          charge: declaredCall('Spends `bonus.amount`.'),
          reverse: declaredCall(
            'Takes back: `bonus.amount` is below zero when bonuses go, above when spent ones return.',
          ),
        },
        {
          name: 'LedgerCalls',
          required: ['balance', 'credit', 'charge', 'reverse'],
          doc: 'http: the four requests. Texts and values are about `bonus` (`amount`, `activatesInDays`, `expiresInDays`, `expires`, `reason`, `key`), `customer` and `order`; those of the answer about `status` and `body`.',
        },
      ),
      resend: shapes.boolean(
        'http: the service knows the `Idempotency-Key`, so that a request whose answer was lost is repeated. false: it is listed as `unknown`. Default: true.',
      ),
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
  scopeAt: () => ({
    bonus: bonusType,
    customer: object('customer'),
    order: object('order'),
    status: number,
    body: any,
  }),
};

/** A movement, as the requests of an outside ledger are about it. */
const bonusType = record('bonus', {
  amount: number,
  activatesInDays: number,
  expiresInDays: number,
  expires: timestamp,
  reason: string,
  /** Tells the movement apart from every other: the id of the effect. */
  key: string,
});
