import type { ReferencePath } from '../codes.js';
import type { Declaration } from '../declaration.js';
import { costReferences } from './costs.js';
import { deliveryReferences } from './delivery.js';
import { goodsReferences } from './goods.js';
import { orderReferences } from './orders.js';
import { paymentReferences } from './payments.js';
import { shopReferences } from './shop.js';

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
