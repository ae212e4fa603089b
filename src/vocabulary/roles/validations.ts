import type { Path, Project } from '../../language/project.js';

/** What may not be saved, and where the condition stands. */
export interface ValidationRole {
  readonly code: string;
  readonly address: string;
  readonly of: 'order' | 'customer';
  readonly when: Path;
  readonly message: Path;
}

export function readValidations(project: Project): readonly ValidationRole[] {
  return project
    .ofKind('Validation')
    .filter(({ spec }) => spec['active'] !== false)
    .map(({ code, address, spec }) => ({
      code,
      address,
      of: spec['of'] === 'customer' ? 'customer' : 'order',
      when: ['when'],
      message: ['message'],
    }));
}
