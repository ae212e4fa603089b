import type { CompiledSites } from '../../language/compile.js';
import type { Project } from '../../language/project.js';

const fields = new Set(['messages', 'channels']);

/**
 * Whether somebody wants to know which messages went out: a condition or text reads the customer's messages or channels, a
 * step sends by the best one, or a trigger listens to `message.accepted`. If nobody does, hosts need not tell.
 */
export function hearsMessages(project: Project, sites: CompiledSites): boolean {
  return project.resources.some(({ address, spec, sites: places }) => {
    if (/"message\.accepted"|"best"/.test(JSON.stringify(spec))) return true;
    return places.some(({ path }) => {
      const reads = sites.expression(address, path)?.reads ?? sites.text(address, path)?.reads ?? [];
      return reads.some((read) => read.split('.').some((part) => fields.has(part)));
    });
  });
}
