import { isObject } from '../model/json.js';
import type { CrmClient } from './client.js';
import { CrmError } from './errors.js';

/** What the account is set to; a setting that it does not tell is `undefined`. */
export interface AccountSettings {
  /** `Europe/Moscow` */
  readonly timezone: string | undefined;
  /** `RUB` */
  readonly currency: string | undefined;
}

/** Asks the account for its settings. Throws `CrmError`. */
export async function readSettings(crm: CrmClient): Promise<AccountSettings> {
  const { settings } = await crm.call({ method: 'GET', path: 'settings' });
  return { timezone: settingIn(settings, 'timezone'), currency: settingIn(settings, 'default_currency') };
}

/** Zone of the account; `undefined` where it does not tell, or the key may not ask. Throws `CrmError` for what else is wrong. */
export async function readZone(crm: CrmClient): Promise<string | undefined> {
  try {
    return (await readSettings(crm)).timezone;
  } catch (error) {
    if (error instanceof CrmError && isHidden(error)) return undefined;
    throw error;
  }
}

function isHidden({ reason }: CrmError): boolean {
  return reason === 'auth' || reason === 'denied' || reason === 'not-found';
}

function settingIn(settings: unknown, name: string): string | undefined {
  const setting = isObject(settings) ? settings[name] : undefined;
  return isObject(setting) && typeof setting['value'] === 'string' ? setting['value'] : undefined;
}
