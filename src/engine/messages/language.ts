import { localesFrom } from '../../language/locale.js';
import type { Entity } from '../../language/scope.js';
import { isObject } from '../../model/json.js';
import type { CompiledBodies, CompiledTemplate } from '../program.js';

/**
 * The texts of a template in the language of whom it is for, else in that of the shop. `locale` is set when they are
 * other than the template's own.
 */
export function inLanguageOf(
  customer: Entity | undefined,
  template: CompiledTemplate,
  shop: string,
): { readonly bodies: CompiledBodies; readonly locale?: string } {
  if (template.locales.size === 0) return template;
  const own = localesFrom(shop);
  const wanted = languageOf(customer);
  for (const language of [...(wanted === undefined ? [] : localesFrom(wanted)), ...own]) {
    const found = [...template.locales].find(([locale]) => localesFrom(locale)[0] === language);
    if (found) return { bodies: found[1], locale: found[0] };
    if (own.includes(language)) break;
  }
  return { bodies: template.bodies };
}

/** Who reads what goes `to` an address: the customer, or somebody of whom nothing is known where it is the mailbox of somebody else, as of a supplier. */
export function readerOf(customer: Entity | undefined, order: unknown, to: string | undefined): Entity | undefined {
  if (to === undefined || !to.includes('@')) return customer;
  const own = [customer?.['email'], isObject(order) ? order['email'] : undefined];
  return own.some((email) => typeof email === 'string' && email.toLowerCase() === to.toLowerCase())
    ? customer
    : undefined;
}

/** What the shop keeps with the customer: a BCP 47 text. */
function languageOf(customer: Entity | undefined): string | undefined {
  const fields = customer?.['customFields'];
  const said = (isObject(fields) ? fields['locale'] : undefined) ?? customer?.['locale'];
  return typeof said === 'string' && /^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(said) ? said : undefined;
}
