declare const addressBrand: unique symbol;

/** `<kind in kebab-case>/<identity>`: `trigger/no-answer`, `custom-field/order.callAt`. */
export type Address = string & { readonly [addressBrand]: 'Address' };

export function address(prefix: string, identity: string): Address {
  return `${prefix}/${identity}` as Address;
}

/** The two halves of an address; the identity may itself hold slashes. */
export function splitAddress(value: string): { prefix: string; identity: string } {
  const at = value.indexOf('/');
  return { prefix: value.slice(0, at), identity: value.slice(at + 1) };
}
