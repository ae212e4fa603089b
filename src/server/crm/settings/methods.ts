import { success } from '../api/answers.js';
import { get, type Method } from '../api/plane.js';
import { refuseMissing } from '../api/refused.js';
import { flaggedCode, referenceItems } from '../references/items.js';
import type { Store } from '../store/open.js';
import { allSettings } from './rows.js';

/** The version of the wire contract that the embedded CRM keeps to, not of crmctl. */
const systemVersion = '8.1.51';

/** What the account and the key are. */
export const accountMethods: readonly Method[] = [
  get('/api/api-versions', undefined, () => success({ versions: ['3.0', '4.0', '5.0'] })),
  get('/api/credentials', undefined, ({ key, store }) => {
    const sites = key.sites ?? referenceItems(store, 'sites').map((site) => site['code']);
    return success({
      credentials: [],
      scopes: key.scopes,
      siteAccess: key.sites === undefined ? 'access_full' : 'access_selective',
      sitesAvailable: sites,
    });
  }),
  get('/api/system-info', undefined, ({ request }) => {
    const url = `http://${request.headers['host'] ?? 'localhost'}`;
    return success({ systemVersion, publicUrl: url, technicalUrl: url });
  }),
  get('settings', undefined, ({ store }) =>
    success({ settings: { ...allSettings(store), mg: gatewaySettings(store) } }),
  ),
  // The embedded CRM counts as it writes, so there is nothing to bring up to date.
  get('statistic/update', 'integration_write', () => success()),
  get('features/check', undefined, (call) => {
    if (call.request.query['features'] === undefined) refuseMissing('features');
    // Features are what an account has paid for beyond the API; the embedded CRM sells none.
    return success({ features: [] });
  }),
];

/** How orders are made out of chats. */
function gatewaySettings(store: Store): unknown {
  const [site] = referenceItems(store, 'sites');
  return {
    order_creation: {
      default: {
        site: site?.['code'],
        order_type: flaggedCode(store, 'order-types', 'defaultForCrm', 'defaultForApi'),
        order_method: flaggedCode(store, 'order-methods', 'defaultForCrm', 'defaultForApi'),
      },
      channels: [],
    },
  };
}
