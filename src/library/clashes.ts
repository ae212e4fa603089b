import type { Project, Resource } from '../language/project.js';
import type { Automation } from './automation.js';
import type { Brought } from './brought.js';
import { folderInProject, isItsOwn, placeInProject } from './places.js';
import type { ProjectTexts } from './projectTexts.js';
import type { Library } from './readLibrary.js';

/** Why an automation cannot be copied: something of the same name is there and is somebody else's. */
export interface Clash {
  readonly automation: string;
  readonly address?: string;
  /** Of the project. */
  readonly file: string;
  readonly line?: number;
}

export function clashesOf(
  brought: Brought,
  automations: readonly Automation[],
  project: Project,
  texts: ProjectTexts,
  library: Library,
): readonly Clash[] {
  return automations.flatMap((automation) => [
    ...automation.resources.flatMap((resource) => takenAddress(resource, automation, project)),
    ...takenFiles(automation, brought, texts, library),
  ]);
}

/** A trigger, template or test of the same code that is neither the same nor the project's copy of this one. */
function takenAddress(resource: Resource, automation: Automation, project: Project): readonly Clash[] {
  const there = project.byAddress.get(resource.address);
  if (there === undefined || !isItsOwn(resource)) return [];
  if (there.digest === resource.digest || there.file.startsWith(folderInProject(automation))) return [];
  return [{ automation: automation.code, address: resource.address, file: there.file, line: there.line }];
}

/** A file that is no YAML (the HTML of a letter) and holds something else: there is no adding to it. */
function takenFiles(
  automation: Automation,
  brought: Brought,
  { attachments }: ProjectTexts,
  library: Library,
): readonly Clash[] {
  const isNew = brought.documents.some((resource) => automation.resources.includes(resource));
  if (!isNew) return [];
  return automation.files
    .filter((path) => !/\.(ya?ml|md)$/.test(path))
    .map((path) => ({ path: placeInProject(path), text: library.texts.get(path) }))
    .filter(({ path, text }) => ![undefined, text].includes(attachments.get(path)))
    .map(({ path }) => ({ automation: automation.code, file: path }));
}
