import type { Answer } from '../../http/plane.js';
import { success } from '../api/answers.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseUnknown } from '../api/refused.js';
import { accountById, activateAccount } from '../loyalty/accounts.js';
import { applyBonuses } from '../loyalty/orders.js';
import { transact } from '../store/actor.js';
import { get as load } from '../store/documents.js';
import { confirmVerification, findCheck, showVerification } from './checks.js';

/** `verification/sms/*`: the code of a text message comes back, and what waited for it happens. */
export const verificationMethods: readonly Method[] = [
  post('verification/sms/confirm', 'verification_write', confirm),
  get('verification/sms/:checkId/status', 'verification_read', (call) => {
    const check = findCheck(call.store, call.request.params['checkId']) ?? refuseUnknown();
    return success({ verification: showVerification(check.document) });
  }),
];

function confirm(call: Call): Answer {
  const { checkId, code } = readEntity(call, 'verification');
  return transact(call.store, call.actor, (writing) => {
    const { document } = confirmVerification(writing, checkId, code);
    const account = accountById(call.store, document['account']);
    const order = document['order'] === undefined ? undefined : load(call.store, 'orders', Number(document['order']));
    if (account && order) applyBonuses(writing, order, account, Number(document['bonuses']));
    else if (account) activateAccount(writing, account, { confirmedPhoneAt: writing.at });
    return success({ verification: showVerification(document) });
  });
}
