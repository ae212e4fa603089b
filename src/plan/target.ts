import type { Resource } from '../language/project.js';
import type { Spec } from '../model/release.js';
import type { PlannedKind } from './catalogue.js';
import { setsOf, type ListRules } from './lists.js';
import { merge } from './merge.js';

export function rulesFor({ word }: PlannedKind, resource?: Pick<Resource, 'sites'>): ListRules {
  return { keys: word.listKeys ?? {}, sets: setsOf(resource?.sites ?? [], word.sets ?? []) };
}

/** The runner's resources are wholly the project's; in the CRM only what the project sets is. */
export function targetOf(
  kind: PlannedKind,
  spec: Spec,
  before: Spec | undefined,
  applied: Spec | undefined,
  rules: ListRules,
): Spec {
  if (kind.remote === undefined || before === undefined) return withoutRename(spec);
  // Two maps merge into a map.
  return merge(before, impliedBy(kind, withoutRename(spec), before), applied, rules) as Spec;
}

export function impliedBy<S extends Spec | undefined>(kind: PlannedKind, spec: S, before: Spec | undefined): S | Spec {
  if (spec === undefined || before === undefined) return spec;
  return kind.remote?.implied?.(spec, before) ?? spec;
}

function withoutRename(spec: Spec): Spec {
  return Object.fromEntries(Object.entries(spec).filter(([name]) => name !== 'renamedFrom'));
}
