import type { SourceFile } from '../language/project.js';
import type { Attachments } from '../language/walk/walk.js';

/** The texts of a project: its YAML, and the files beside it. */
export interface ProjectTexts {
  readonly files: readonly SourceFile[];
  readonly attachments: Attachments;
}
