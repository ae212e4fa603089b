import type { Ambient, FunctionWord } from '../../language/scope.js';
import { codeOf, object } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { ledgerName, ledgerOf } from '../ledger/bonusMemory.js';
import { balanceOf, changesOf, empty, type Ledger } from '../ledger/ledger.js';

export const bonus: FunctionWord = {
  name: 'bonus',
  doc: 'Bonuses of the customer in a program: `.active` can be spent now, `.pending` later, `.spent` so far, `.nextExpiry` is when the next ones expire.',
  example: 'bonus("reviews").active >= 100',
  overloads: [{ parameters: [codeOf('program')], result: object('bonusBalance'), needs: ['customer'] }],
  reads: ['customer.loyaltyAccount'],
  evaluate: (args, ambient) => {
    const ledger = ledgerFor(args, ambient);
    return ledger && balanceOf(ledger, ambient.now);
  },
  changes: (args, ambient) => changesOf(ledgerFor(args, ambient) ?? empty),
};

function ledgerFor([program, customer]: readonly unknown[], { memo, facts }: Ambient): Ledger | undefined {
  if (!isObject(customer) || customer['id'] === undefined) return undefined;
  const role = facts.programs?.get(String(program));
  if (role === undefined) return undefined;
  const text = memo?.(ledgerName(role.code, String(customer['id'])));
  return ledgerOf(text, customer, role.ledger === 'crm');
}
