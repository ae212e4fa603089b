import { didYouMean } from '../language/nearest.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { isObject } from '../model/json.js';
import type { WaitingGroup } from '../model/release.js';
import { planCodes } from './codes.js';
import type { Comparison } from './compare.js';
import type { Compiles } from './steps.js';
import { groupsOf } from './waiting.js';

/** Steps that `migrate` leads away from, though no revision that runs has them. What was written before stays unsaid. */
export function strayMigrations(
  comparisons: readonly Comparison[],
  groups: readonly WaitingGroup[],
  running: Compiles,
): readonly Diagnostic[] {
  return comparisons.flatMap(({ address, resource, held, old, verdict }) => {
    const runs = old?.address ?? address;
    const before = (old?.held ?? held).live;
    if (verdict.is !== 'changed' || resource?.kind !== 'Trigger' || before === undefined) return [];
    const added = keysOf(resource.spec['migrate']).filter((step) => !keysOf(before['migrate']).includes(step));
    const trigger = added.length === 0 ? undefined : running(runs);
    if (trigger === undefined) return [];
    const steps = [...new Set([...trigger.nodeOfPath.keys(), ...groupsOf(runs, groups).map(({ step }) => step)])];
    return added
      .filter((step) => !steps.includes(step))
      .map((step): Diagnostic => {
        const inner = steps.find((path) => path.endsWith(`/${step}`));
        const cure = inner === undefined ? didYouMean(step, steps) : `write its path: ${inner}`;
        return {
          severity: 'warning',
          code: planCodes.strayMigration.code,
          message: `${address}: nobody can wait at "${step}", the trigger that runs has no such step`,
          suggestion: cure ?? `it has: ${steps.slice(0, 8).join(', ')}`,
          ...resource.locate(['migrate', step], undefined, 'key'),
          address,
        };
      });
  });
}

function keysOf(migrate: unknown): readonly string[] {
  return isObject(migrate) ? Object.keys(migrate) : [];
}
