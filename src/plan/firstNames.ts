import type { ReleasedResource } from '../model/release.js';
import type { Project } from '../language/project.js';

/**
 * Triggers that are renamed once more, with the first of their names that is known: by it are drawn whom they hold out, as a runner that saw
 * every rename draws them. `before`: what runs.
 */
export function underFirstNames(
  after: readonly ReleasedResource[],
  before: Pick<Project, 'byAddress'> | undefined,
): readonly ReleasedResource[] {
  const first = (code: unknown, later: readonly unknown[]): unknown => {
    const former = before?.byAddress.get(`trigger/${String(code)}`)?.spec['renamedFrom'];
    return former === undefined || later.includes(former) ? code : first(former, [...later, former]);
  };
  return after.map((resource) => {
    const { kind, spec } = resource;
    const { renamedFrom } = spec;
    return kind === 'Trigger' && renamedFrom !== undefined
      ? { ...resource, spec: { ...spec, renamedFrom: first(renamedFrom, [renamedFrom]) } }
      : resource;
  });
}
