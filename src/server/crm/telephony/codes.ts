import { isObject } from '../../../model/json.js';
import { select } from '../store/documents.js';
import type { Store } from '../store/open.js';

/** The user behind an internal number, as an integration module of telephony tells it (`integrations.telephony.additionalCodes`). */
export function userByCode(store: Store, code: string): number | undefined {
  return additionalCodes(store).find((each) => each.code === code)?.user;
}

export function codeOfUser(store: Store, user: number): string | undefined {
  return additionalCodes(store).find((each) => each.user === user)?.code;
}

function additionalCodes(store: Store): readonly { readonly code: string; readonly user: number }[] {
  return select(store, 'integration_modules', { sql: '1', values: [] }, 'ORDER BY id').flatMap(({ document }) => {
    const integrations = isObject(document['integrations']) ? document['integrations'] : {};
    const telephony = isObject(integrations['telephony']) ? integrations['telephony'] : {};
    const rows = Array.isArray(telephony['additionalCodes']) ? telephony['additionalCodes'].filter(isObject) : [];
    return rows.map(({ code, userId }) => ({ code: String(code), user: Number(userId) }));
  });
}
