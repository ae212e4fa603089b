import type { Spec } from '../model/release.js';
import type { PlannedKind } from './catalogue.js';
import { byKey, differences, type Difference } from './diff.js';
import { keyOfItems, type ListRules } from './lists.js';
import { originOf } from './origin.js';
import type { Change } from './plan.js';
import { redacted } from './sensitive.js';
import { withoutDocumentFields } from './spec.js';

export interface Between {
  readonly kind: PlannedKind;
  readonly address: string;
  readonly before: Spec | undefined;
  readonly after: Spec | undefined;
  readonly applied: Spec | undefined;
  readonly rules: ListRules;
  /** The whole has to be made by a person. */
  readonly byHand?: boolean;
}

/** The changed fields of one resource, as the plan shows them. A removal as a whole has none. */
export function changesBetween(between: Between): readonly Change[] {
  const { before, after, rules } = between;
  if (after === undefined) return [];
  const found = differences(withoutDocumentFields(before ?? {}), withoutDocumentFields(after), rules);
  const expanded = before === undefined ? found.flatMap((difference) => itemByItem(difference, rules)) : found;
  return expanded.map((difference) => asChange(difference, between));
}

/** A new list whose items have keys is shown item by item. */
function itemByItem(difference: Difference, rules: ListRules): readonly Difference[] {
  const { after, path, pattern } = difference;
  const key = Array.isArray(after) ? keyOfItems(pattern, [], after, rules) : undefined;
  if (!Array.isArray(after) || key === undefined) return [difference];
  return [...byKey(after, key)].map(([name, item]) => ({ path: [...path, name], pattern, op: 'add', after: item }));
}

function asChange(difference: Difference, between: Between): Change {
  const { kind, applied, rules } = between;
  const old = redacted(kind.word.shape, difference.path, difference.before);
  const now = redacted(kind.word.shape, difference.path, difference.after);
  const sensitive = old.sensitive || now.sensitive;
  return {
    path: difference.path.map(segment).join('.'),
    op: difference.op,
    ...(old.value !== undefined && { before: old.value }),
    ...(now.value !== undefined && { after: now.value }),
    origin: originOf(difference, applied, rules),
    sensitive,
    ...byWhom(difference, between),
  };
}

/** Fields that the CRM's API cannot write are a person's; what hangs on a resource that a person has to make waits for it. */
function byWhom(
  { path }: Difference,
  { kind, address, before, byHand }: Between,
): { manual?: true; waitsFor?: string } {
  const fields = kind.capable ? [] : kind.remote?.manualFields;
  // What a person has to change can still be made with the resource.
  const isFixed = before !== undefined || byHand === true;
  if ((isFixed && fields?.includes(path[0] ?? '')) || (byHand && fields === undefined)) return { manual: true };
  return byHand ? { waitsFor: address } : {};
}

/** Keys that hold a dot stand in brackets: `set.[order.status]`. */
function segment(key: string): string {
  return key.includes('.') ? `[${key}]` : key;
}
