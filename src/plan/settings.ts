import type { ReleaseConfig } from '../model/release.js';
import { differences } from './diff.js';
import { projectAddress, settingsKind, type PlanResource } from './plan.js';

const rules = { keys: {}, sets: new Set<string>() };

/** The entry of crmctl.yaml's own settings, once a release runs on others. They are published with every release. */
export function settingsResource(desired: ReleaseConfig, running: ReleaseConfig | null): PlanResource | undefined {
  if (running === null) return undefined;
  const found = differences(running, desired, rules);
  if (found.length === 0) return undefined;
  return {
    address: projectAddress(desired.name),
    kind: settingsKind,
    group: 'settings',
    actions: ['update'],
    reason: 'changed in the repository',
    executor: 'runner',
    source: { file: 'crmctl.yaml', line: 1 },
    changes: found.map(({ path, op, before, after }) => ({
      path: path.join('.'),
      op,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
      origin: 'repo',
      sensitive: false,
    })),
    dependsOn: [],
    waiting: [],
    impact: null,
  };
}
