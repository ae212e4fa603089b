import type { FunctionWord } from '../../language/scope.js';
import { codeOf, object } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';
import { ledgerName, ledgerOf } from '../ledger/bonusMemory.js';
import { balanceOf } from '../ledger/ledger.js';

export const bonus: FunctionWord = {
  name: 'bonus',
  doc: 'Bonuses of the customer in a program: `.active` can be spent now, `.pending` later, `.spent` so far, `.nextExpiry` is when the next ones expire.',
  example: 'bonus("reviews").active >= 100',
  overloads: [{ parameters: [codeOf('program')], result: object('bonusBalance'), needs: ['customer'] }],
  reads: ['customer.loyaltyAccount'],
  evaluate: ([program, customer], { memo, facts, now }) => {
    if (!isObject(customer) || customer['id'] === undefined) return undefined;
    const role = facts.programs?.get(String(program));
    if (role === undefined) return undefined;
    const text = memo?.(ledgerName(role.code, String(customer['id'])));
    return balanceOf(ledgerOf(text, customer, role.ledger === 'crm'), now);
  },
};
