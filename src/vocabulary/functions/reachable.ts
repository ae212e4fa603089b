import type { FunctionWord } from '../../language/scope.js';
import { boolean, codeOf } from '../../language/valueType.js';
import { isObject } from '../../model/json.js';

export const reachable: FunctionWord = {
  name: 'reachable',
  doc: 'A message by this Template could reach the customer now: over a Channel that is there, by a text that its messenger approved where it has to, at an address of his, with the consent that the class of the trigger wants, and not on the suppression list. Quiet hours and caps only defer it, and are not asked. Before a coupon or bonuses that the message is to tell of.',
  example: 'reachable("could-not-reach")',
  overloads: [{ parameters: [codeOf('template')], result: boolean, needs: ['customer', 'trigger'] }],
  reads: [
    'customer.customerSubscriptions',
    'customer.email',
    'customer.emailMarketingUnsubscribedAt',
    'customer.phones',
    'customer.subscribed',
  ],
  evaluate: ([template, customer, trigger], { whyUnreachable }) => {
    if (!isObject(customer)) return false;
    return whyUnreachable?.(String(template), customer, String(trigger)) === undefined;
  },
};
