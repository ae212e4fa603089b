import { isObject } from '../../../model/json.js';
import { findNamed } from '../api/identifiers.js';
import { readBy, readText, type Call } from '../api/parameters.js';
import { refuseEntity, refuseParameters, refuseUnknown } from '../api/refused.js';
import { visibleSites } from '../api/sites.js';
import { referenceItem, referenceItems } from '../references/items.js';
import { find, type Stored } from '../store/documents.js';

/** The shop in the path, by its code or, with `siteBy=id`, by its id. */
export function shopByPath(call: Call): string {
  const by = readText(call, 'siteBy') ?? 'code';
  const named = call.request.params['site'] ?? '';
  if (by !== 'id' && by !== 'code') return refuseParameters({ siteBy: 'This value must be id or code.' });
  const site =
    by === 'code'
      ? referenceItem(call.store, 'sites', named)
      : referenceItems(call.store, 'sites').find(({ id }) => String(id) === named);
  const code = site === undefined ? undefined : String(site['code']);
  return code !== undefined && visibleSites(call).includes(code) ? code : refuseUnknown();
}

/** The customer in the path, by `by`. */
export function customerByPath(call: Call, site: string): Stored {
  const named = call.request.params['customer'] ?? '';
  const reference = readBy(call) === 'id' ? { id: named } : { externalId: named };
  const found = findNamed(call.store, 'customers', reference, site);
  return found?.document['site'] === site ? found : refuseUnknown();
}

/** The customer whom a sent entity names: by `id`, `externalId` or `browserId`. */
export function customerNamed({ store }: Call, sent: unknown, site: string, at = 'customer'): Stored {
  const named = isObject(sent) ? sent : {};
  const { browserId } = named;
  const found =
    findNamed(store, 'customers', named, site) ??
    (typeof browserId === 'string'
      ? find(store, 'customers', { sql: 'browser_id = ? AND site = ?', values: [browserId, site] })
      : undefined);
  return found?.document['site'] === site ? found : refuseEntity({ [at]: 'There is no such customer.' });
}
