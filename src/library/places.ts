import type { Resource } from '../language/project.js';
import type { Automation } from './automation.js';
import { poolFolder } from './readLibrary.js';

/** Where a file of the library stands in a project: `automations/<code>/trigger.yaml`, `shop/teams/sales.yaml`. */
export function placeInProject(path: string): string {
  const [area = '', ...rest] = path.split('/');
  return area === poolFolder ? `shop/${rest.join('/')}` : `automations/${rest.join('/')}`;
}

/** The folder that an automation gets in a project. */
export function folderInProject({ code }: Pick<Automation, 'code'>): string {
  return `automations/${code}/`;
}

/** What an automation is made of, as opposed to what it needs of the shop: a project has either its copy or none. */
export function isItsOwn({ kind, file }: Resource): boolean {
  return !file.startsWith(`${poolFolder}/`) && ['Trigger', 'Sequence', 'Validation', 'Template', 'Test'].includes(kind);
}
