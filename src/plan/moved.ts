import type { Spec } from '../model/release.js';
import type { PlannedKind } from './catalogue.js';
import { changesBetween } from './changes.js';
import type { ListRules } from './lists.js';
import type { Change } from './plan.js';
import { impliedBy, rulesFor, targetOf } from './target.js';

/** The way from the CRM back to what was applied: what others changed since, read the other way round. */
export function movedSince(
  kind: PlannedKind,
  address: string,
  applied: Spec,
  now: Spec,
  rules: ListRules = rulesFor(kind),
): readonly Change[] {
  const after = targetOf(kind, applied, now, applied, rules);
  return changesBetween({ kind, address, before: now, after, applied: impliedBy(kind, applied, now), rules });
}
