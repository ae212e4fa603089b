import type { CrmClient } from '../crm/client.js';
import { CrmError } from '../crm/errors.js';
import { readSettings, type AccountSettings } from '../crm/settings.js';
import type { ProjectConfig } from '../language/project.js';
import { fromLocal, hour, isSameZone, minute, parseLocal } from '../model/zone.js';
import type { Instant } from '../model/instant.js';
import type { Environment } from './open.js';

/** One thing that was looked at, in one line, with the cure when it is not well. */
export interface ConnectionFinding {
  readonly name: 'crm' | 'automation' | 'rights' | 'site' | 'timezone' | 'currency' | 'clock';
  readonly state: 'ok' | 'warning' | 'error';
  readonly message: string;
  readonly cure?: string;
}

export interface Expected {
  readonly timezone: string;
  readonly currency: string;
  /** Code of the shop that the environment names. */
  readonly site?: string;
  readonly now: Instant;
}

/** What a project expects of the CRM of its environment `name`. */
export function expectedOf({ timezone, currency, environments }: ProjectConfig, name: string, now: Instant): Expected {
  const site = environments[name]?.crm?.site;
  return { timezone, currency, ...(site !== undefined && { site }), now };
}

/**
 * Looks at a connected environment with a handful of read-only calls: do both planes answer, may the key do what crmctl does, do shop,
 * zone, currency and clock agree. Never throws for what it finds; later calls are left out when the CRM does not answer at all.
 */
export async function checkConnection(
  { crm, automation }: Pick<Environment, 'crm' | 'automation'>,
  expected: Expected,
): Promise<readonly ConnectionFinding[]> {
  const automationFinding = attempt('automation', async () => {
    const { version } = await automation.info();
    return [well('automation', `the automation API answers (version ${version})`)];
  });
  const credentials = await attempt('crm', () => checkCredentials(crm, expected.site));
  if (credentials.some(({ state, name }) => name === 'crm' && state === 'error')) {
    return [...credentials, ...(await automationFinding)];
  }
  let zone = expected.timezone;
  const settings = await attempt('timezone', async () => {
    const account = await readSettings(crm);
    zone = account.timezone ?? zone;
    return compareSettings(account, expected);
  });
  const clock = await attempt('clock', () => checkClock(crm, zone, expected.now));
  return [...credentials, ...(await automationFinding), ...settings, ...clock];
}

/** What crmctl reads and writes; the names of the rights as the API calls them (retailCRM API v5 reference: `/credentials`). */
const rights = [
  'order_read',
  'order_write',
  'customer_read',
  'customer_write',
  'reference_read',
  'reference_write',
  'custom_fields_read',
  'custom_fields_write',
];

/** What every pass of the runner reads beside the histories of orders: the names of the rights to it are not published. */
const readings = ['customers/history', 'tasks/history', 'users'];

async function checkCredentials(crm: CrmClient, site: string | undefined): Promise<ConnectionFinding[]> {
  const answer = await crm.call({ method: 'GET', path: '/api/credentials' });
  const scopes = textsIn(answer['scopes']);
  const missing = rights.filter((right) => !scopes.includes(right));
  const sites = textsIn(answer['sitesAvailable']);
  return [
    well('crm', `the CRM at ${crm.url} answers and accepts the key`),
    ...(await attempt('rights', async () => [compareRights(missing, await deniedReadings(crm))])),
    ...(site === undefined ? severalSites(sites) : knownSite(site, sites)),
  ];
}

function compareRights(missing: readonly string[], denied: readonly string[]): ConnectionFinding {
  const cure = 'Give the key these rights in the CRM: settings, API keys.';
  const lacks = missing.length === 0 ? '' : `the key lacks ${missing.join(', ')}`;
  if (denied.length > 0) {
    const readsNot = `${lacks === '' ? 'the key' : `${lacks} and`} may not read ${denied.join(', ')}, which crmctl run does`;
    return wrong('rights', 'error', readsNot, cure);
  }
  return lacks === ''
    ? well('rights', 'the key has every right that crmctl uses')
    : wrong('rights', 'warning', lacks, cure);
}

async function deniedReadings(crm: CrmClient): Promise<readonly string[]> {
  const answers = await Promise.all(readings.map((path) => isDenied(crm, path)));
  return readings.filter((_, index) => answers[index]);
}

async function isDenied(crm: CrmClient, path: string): Promise<boolean> {
  try {
    await crm.call({ method: 'GET', path, query: { limit: 20 } });
    return false;
  } catch (error) {
    if (error instanceof CrmError && error.reason === 'denied') return true;
    throw error;
  }
}

function severalSites(sites: readonly string[]): ConnectionFinding[] {
  if (sites.length < 2) return [];
  const message = `the key sees several shops (${sites.join(', ')}) and the environment names none`;
  return [
    wrong('site', 'warning', message, 'Add crm.site to the environment: orders and customers are made in that shop.'),
  ];
}

/** A key with full access lists no shops. */
function knownSite(site: string, sites: readonly string[]): ConnectionFinding[] {
  if (sites.length === 0 || sites.includes(site)) return [well('site', `the shop is ${site}`)];
  return [
    wrong('site', 'error', `the key does not see the shop "${site}"`, `Set crm.site to one of: ${sites.join(', ')}.`),
  ];
}

function compareSettings({ timezone: zone, currency }: AccountSettings, expected: Expected): ConnectionFinding[] {
  return [
    zone !== undefined && isSameZone(zone, expected.timezone)
      ? well('timezone', `the zone is ${zone} on both sides`)
      : wrong(
          'timezone',
          'error',
          `the account's zone is ${zone ?? 'unknown'}, that of crmctl.yaml ${expected.timezone}: every time would be off`,
          `Set "timezone: ${zone ?? '…'}" in crmctl.yaml.`,
        ),
    currency === expected.currency
      ? well('currency', `the currency is ${currency} on both sides`)
      : wrong(
          'currency',
          'warning',
          `the account's currency is ${currency ?? 'unknown'}, that of crmctl.yaml ${expected.currency}`,
          `Set "currency: ${currency ?? '…'}" in crmctl.yaml.`,
        ),
  ];
}

/** The CRM stamps every history answer with its own local time. */
async function checkClock(crm: CrmClient, zone: string, now: Instant): Promise<ConnectionFinding[]> {
  const answer = await crm.call({ method: 'GET', path: 'orders/history', query: { limit: 20 } });
  const generatedAt = answer['generatedAt'];
  const local = typeof generatedAt === 'string' ? parseLocal(generatedAt) : undefined;
  if (local === undefined) return [wrong('clock', 'warning', 'the CRM does not tell its time')];
  const skew = fromLocal(zone, local) - now;
  if (Math.abs(skew) < 2 * minute) return [well('clock', 'the clocks agree')];
  const size =
    Math.abs(skew) >= hour ? `${Math.round(Math.abs(skew) / hour)} h` : `${Math.round(Math.abs(skew) / minute)} min`;
  const message = `the CRM's clock is ${size} ${skew > 0 ? 'ahead of' : 'behind'} this machine's`;
  return [wrong('clock', 'warning', message, 'Set this machine by NTP; when it is right, compare the time zones.')];
}

async function attempt(
  name: ConnectionFinding['name'],
  look: () => Promise<ConnectionFinding[]>,
): Promise<ConnectionFinding[]> {
  try {
    return await look();
  } catch (thrown) {
    if (!(thrown instanceof CrmError)) throw thrown;
    return [wrong(name, 'error', thrown.message, thrown.cure)];
  }
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function well(name: ConnectionFinding['name'], message: string): ConnectionFinding {
  return { name, state: 'ok', message };
}

function wrong(
  name: ConnectionFinding['name'],
  state: 'warning' | 'error',
  message: string,
  cure?: string,
): ConnectionFinding {
  return { name, state, message, ...(cure !== undefined && { cure }) };
}
