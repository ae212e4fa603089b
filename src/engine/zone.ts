import { isZone } from '../model/zone.js';

type Variables = Readonly<Record<string, unknown>>;

/** Zone in which a customer lives: what the card says, else the account's. */
export function zoneOf(customer: Variables | undefined, account: string): string {
  const own = customer?.['timezone'] ?? (customer?.['customFields'] as Variables | undefined)?.['timezone'];
  return typeof own === 'string' && own !== '' && isKnownZone(own) ? own : account;
}

const knownZones = new Map<string, boolean>();

function isKnownZone(name: string): boolean {
  let known = knownZones.get(name);
  if (known === undefined) knownZones.set(name, (known = isZone(name)));
  return known;
}
