/** The types that conditions, values and texts are checked against. `any` is untyped data, checked at run time. */
export type ValueType =
  | {
      readonly type: 'string';
      /** Values must belong to this enumeration: `status`, `orderType`, `segment` … */
      readonly enumeration?: string;
      /** It is one of these, whatever the project declares: an arm of the split that stands there. */
      readonly values?: readonly string[];
    }
  | { readonly type: 'number' }
  | { readonly type: 'boolean' }
  /** An instant; raw data may hold `Y-m-d H:i:s` in the account zone, a bare date, or ISO 8601 with an offset. */
  | { readonly type: 'timestamp' }
  | { readonly type: 'duration' }
  | { readonly type: 'any' }
  | { readonly type: 'list'; readonly of: ValueType }
  | { readonly type: 'map'; readonly of: ValueType }
  /** The ObjectWord of that name; with `fields` a one-off of these members (`event`, `entry`, `steps`, results of a step), known by no word. */
  | { readonly type: 'object'; readonly name: string; readonly fields?: Readonly<Record<string, ValueType>> };

export const string: ValueType = { type: 'string' };
export const number: ValueType = { type: 'number' };
export const boolean: ValueType = { type: 'boolean' };
export const timestamp: ValueType = { type: 'timestamp' };
export const duration: ValueType = { type: 'duration' };
export const any: ValueType = { type: 'any' };
export const codeOf = (enumeration: string): ValueType => ({ type: 'string', enumeration });
export const oneOf = (values: readonly string[]): ValueType => ({ type: 'string', values });
export const listOf = (of: ValueType): ValueType => ({ type: 'list', of });
export const mapOf = (of: ValueType): ValueType => ({ type: 'map', of });
export const object = (name: string): ValueType => ({ type: 'object', name });
/** A one-off object: `record('entry', {at: timestamp})`. */
export const record = (name: string, fields: Readonly<Record<string, ValueType>>): ValueType => ({
  type: 'object',
  name,
  fields,
});

/** What to do about a field that an object does not have: see which there are, or declare it. A one-off is on no page. */
export function unknownFieldCure(type: ValueType, name: string): string | undefined {
  if (type.type !== 'object' || type.fields !== undefined) return undefined;
  const owner = /^(order|customer|loyaltyAccount)CustomFields$/.exec(type.name)?.[1];
  return owner === undefined
    ? `crmctl schema ${type.name} --docs lists what there is`
    : `declare it: kind: CustomField, of: ${owner}, code: ${name}`;
}

/** The codes that a string may take. Closed once the project declares one of them (docs/language.md#write-conditions-values-and-texts). */
export interface Enumeration {
  readonly name: string;
  readonly closed: boolean;
  readonly codes: ReadonlySet<string>;
}
