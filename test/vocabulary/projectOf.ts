import { readProject } from '../../src/language/readProject.js';
import type { Project } from '../../src/language/project.js';
import { vocabulary } from '../../src/vocabulary/index.js';

const config = 'version: 1\nname: shop\ntimezone: Europe/Moscow\n';

/** A project of one file, `shop.yaml`, read by the real reader; it must read without errors. */
export function projectOf(...documents: readonly string[]): Project {
  const project = readProject(
    [
      { path: 'crmctl.yaml', text: config },
      { path: 'shop.yaml', text: documents.join('---\n') },
    ],
    new Map(),
    vocabulary,
  );
  if (project.diagnostics.length > 0)
    throw new Error(project.diagnostics.map((each) => `${String(each.line)}: ${each.message}`).join('\n'));
  return project;
}
