import type { Shape } from '../api/members.js';
import type { ReferencePath } from './codes.js';
import { costReferences } from './declared/costs.js';
import { deliveryReferences } from './declared/delivery.js';
import { goodsReferences } from './declared/goods.js';
import { orderReferences } from './declared/orders.js';
import { paymentReferences } from './declared/payments.js';
import { shopReferences } from './declared/shop.js';

/** How a reference of the account is listed, written and checked (reference of API v5). */
export interface Declaration {
  /** The list answer is a map by code or a list. */
  readonly container: 'map' | 'list';
  /** Member of the list answer; default: the path in camel case. */
  readonly key?: string;
  /** Body member of the edit; none: read-only. */
  readonly field?: string;
  /** `edit`: a new code is refused. `numbered`: `create` gives an id, `{id}/edit` changes it. */
  readonly writing: 'upsert' | 'edit' | 'numbered' | 'none';
  readonly shape: Shape;
  readonly required?: readonly string[];
  /** Of a new item. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Flags that at most one item carries. */
  readonly single?: readonly string[];
  /** Items have an `id` beside the code. */
  readonly withId?: boolean;
}

export interface Reference extends Declaration {
  /** `reference/<path>` */
  readonly path: ReferencePath;
  readonly key: string;
}

/** Every reference that `codes.ts` names. */
const declared: Readonly<Record<ReferencePath, Declaration>> = {
  ...orderReferences,
  ...paymentReferences,
  ...deliveryReferences,
  ...goodsReferences,
  ...shopReferences,
  ...costReferences,
};

export const everyReference: readonly Reference[] = Object.entries(declared).map(([path, declaration]) => ({
  key: camel(path),
  ...declaration,
  path: path as ReferencePath, // a key of `declared`
}));

const byPath = new Map(everyReference.map((reference) => [reference.path, reference]));

export function referenceOf(path: ReferencePath): Reference {
  return byPath.get(path)!;
}

function camel(path: string): string {
  return path.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
