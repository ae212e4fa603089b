import type { Resource } from '../language/project.js';
import type { Spec } from '../model/release.js';
import type { ApiCall } from '../vocabulary/remoteKind.js';
import type { PlannedKind } from './catalogue.js';
import { changesBetween } from './changes.js';
import { same } from './diff.js';
import type { ListRules } from './lists.js';
import { movedSince } from './moved.js';
import type { Action, Change, Executor } from './plan.js';
import { withoutDocumentFields } from './spec.js';
import type { Changed, Subject, Verdict } from './subject.js';
import { impliedBy, rulesFor, targetOf } from './target.js';
import { viewOf } from './view.js';

/** What is to be done about one resource. */
export function verdictOn(subject: Subject): Verdict {
  if (subject.settled) return { is: 'unchanged', record: false };
  const before = viewOf(subject.kind, subject.held);
  if (subject.resource !== undefined)
    return subject.old ? renamed(subject, subject.resource, subject.old) : desired(subject, subject.resource, before);
  if (subject.held.applied === undefined) return { is: 'unmanaged' };
  return before === undefined ? { is: 'forgotten' } : left(subject, before);
}

/** It is in the repository. */
function desired(subject: Subject, resource: Resource, before: Spec | undefined): Verdict {
  const { kind, held } = subject;
  const rules = rulesFor(kind, resource);
  const after = targetOf(kind, resource.spec, before, held.applied, rules);
  const manual = kind.capable ? undefined : kind.remote?.manual?.(before, after);
  const changes = changesBetween({
    ...{ kind, before, after, rules, address: subject.address },
    applied: impliedBy(kind, held.applied, before),
    byHand: manual !== undefined && before === undefined,
  });
  if (changes.length === 0) return { is: 'unchanged', record: !isRecorded(resource.spec, held.applied, rules) };
  const calls = kind.remote?.write(before, withoutManual(kind, before, after), kind.capable) ?? [];
  const byHand =
    manual !== undefined && changes.every((change) => change.manual === true || change.waitsFor !== undefined);
  const does: Action = before === undefined ? 'create' : 'update';
  const told = manual ?? kind.byHand?.(after);
  return changed({
    actions: byHand ? ['manual'] : told === undefined ? [does] : [does, 'manual'],
    reason: reasonOf(before, held.applied, changes, byHand ? manual : undefined),
    calls,
    changes,
    kind,
    recorded: byHand ? 'keep' : recordedSpec(kind, resource.spec, held.applied, manual),
    ...(told !== undefined && { manual: told }),
  });
}

/** It was applied by this project and left the repository. */
function left({ kind, address, held }: Subject, before: Spec): Verdict {
  const changes: readonly Change[] = [];
  const moved = movedSince(kind, address, held.applied ?? {}, before).map(({ path }) => path);
  const conflict = moved.length === 0 ? {} : { losing: true as const };
  const but = moved.length === 0 ? '' : `, and changed in the CRM since the last apply (${moved.join(', ')})`;
  if (kind.remote === undefined) {
    const told = kind.byHand?.(undefined);
    return changed({
      actions: told === undefined ? ['remove'] : ['remove', 'manual'],
      reason: `no longer in the repository${but}`,
      calls: [],
      changes,
      kind,
      recorded: undefined,
      ...conflict,
      ...(told !== undefined && { manual: told }),
    });
  }
  const manual = kind.capable ? undefined : kind.remote.manual?.(before, undefined);
  if (manual !== undefined)
    return changed({
      actions: ['manual'],
      reason: `no longer in the repository, and ${manual}`,
      calls: [],
      changes,
      kind,
      recorded: 'keep',
      manual,
    });
  const calls = kind.remote.write(before, undefined, kind.capable);
  if (calls.length === 0) return { is: 'forgotten' };
  return changed({
    actions: ['deactivate'],
    reason: `no longer in the repository${but}; ${kind.remote.keptBecause ?? "the CRM's API cannot delete it"}`,
    calls,
    changes,
    kind,
    recorded: undefined,
    ...conflict,
  });
}

/** A new code for what was applied under an old one. The CRM's codes cannot change: there the old one is deactivated. */
function renamed({ kind, address, held }: Subject, resource: Resource, old: NonNullable<Subject['old']>): Verdict {
  const rules = rulesFor(kind, resource);
  const oldView = viewOf(kind, old.held);
  const after = targetOf(kind, resource.spec, undefined, undefined, rules);
  const applied = impliedBy(kind, old.held.applied, oldView);
  const manual =
    kind.remote && !kind.capable
      ? (kind.remote.manual?.(undefined, after) ?? kind.remote.manual?.(oldView, undefined))
      : undefined;
  const calls = kind.remote
    ? [...kind.remote.write(undefined, after, kind.capable), ...kind.remote.write(oldView, undefined, kind.capable)]
    : [];
  const byHand = manual !== undefined && calls.length === 0;
  const changes = changesBetween({
    kind,
    before: byHand ? undefined : oldView,
    after,
    applied,
    rules,
    address,
    byHand,
  });
  const reason = kind.remote
    ? `renamed from ${old.address}: the CRM's codes are fixed, so a new one is made and the old one deactivated`
    : `renamed from ${old.address}`;
  return changed({
    actions: byHand ? ['manual'] : manual === undefined ? ['rename'] : ['rename', 'manual'],
    reason: byHand ? manual : reason,
    calls: byHand ? [] : calls,
    changes,
    kind,
    recorded: byHand ? 'keep' : recordedSpec(kind, resource.spec, held.applied, manual),
    ...(manual !== undefined && { manual }),
  });
}

function changed({ kind, ...verdict }: Omit<Changed, 'is' | 'executor'> & { readonly kind: PlannedKind }): Changed {
  return { is: 'changed', ...verdict, executor: executorOf(kind, verdict.actions, verdict.calls) };
}

function executorOf(kind: PlannedKind, actions: readonly Action[], calls: readonly ApiCall[]): Executor {
  if (actions.every((action) => action === 'manual')) return 'manual';
  return kind.remote !== undefined && calls.length > 0 ? 'api' : 'runner';
}

/** What is written: fields that only a person can change keep the CRM's value. */
function withoutManual({ remote, capable }: PlannedKind, before: Spec | undefined, after: Spec): Spec {
  if (capable || before === undefined || remote?.manualFields === undefined) return after;
  const kept = remote.manualFields.filter((name) => name in before).map((name) => [name, before[name]]);
  const rest = Object.entries(after).filter(([name]) => !remote.manualFields?.includes(name));
  return Object.fromEntries([...rest, ...kept]);
}

/** What may be called applied: not what was left to a person. */
function recordedSpec(
  { remote }: PlannedKind,
  spec: Spec,
  applied: Spec | undefined,
  manual: string | undefined,
): Spec {
  if (manual === undefined || remote?.manualFields === undefined) return spec;
  const open = remote.manualFields.filter((name) => name in spec);
  return Object.fromEntries(
    Object.entries(spec).flatMap(([name, value]) => {
      if (!open.includes(name)) return [[name, value]];
      return applied && name in applied ? [[name, applied[name]]] : [];
    }),
  );
}

function isRecorded(spec: Spec, applied: Spec | undefined, rules: ListRules): boolean {
  return applied !== undefined && same(withoutDocumentFields(spec), withoutDocumentFields(applied), '', rules);
}

function reasonOf(
  before: Spec | undefined,
  applied: Spec | undefined,
  changes: readonly Change[],
  manual: string | undefined,
): string {
  if (manual !== undefined) return manual;
  if (before === undefined)
    return applied === undefined ? 'new in the repository' : 'somebody removed it from the CRM since the last apply';
  if (applied === undefined) return 'in the CRM already, not yet applied by this project';
  const origins = new Set(changes.map((change) => change.origin));
  if (origins.size === 1 && origins.has('repo')) return 'changed in the repository';
  if (origins.size === 1 && origins.has('remote')) return 'changed in the CRM since the last apply';
  return 'changed in the repository and in the CRM';
}
