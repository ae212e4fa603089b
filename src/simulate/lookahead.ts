import type { CompiledSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import type { Environment, Field } from '../language/scope.js';
import type { ValueType } from '../language/valueType.js';
import type { Warning } from './warning.js';

/** Fields that the project reads and whose past a back-test cannot know for certain, one warning each. */
export function lookaheadWarnings(project: Project, sites: CompiledSites): readonly Warning[] {
  const { objects } = sites.environment;
  const found = new Map<string, Warning>();
  for (const { address, sites: places } of project.resources) {
    for (const { path } of places) {
      const reads = sites.expression(address, path)?.reads ?? sites.text(address, path)?.reads ?? [];
      for (const read of reads) {
        for (const { name, field } of fieldsAlong(read, objects)) {
          if (field.lookahead === undefined || found.has(name)) continue;
          found.set(name, { code: 'lookahead', message: `${name}: ${field.lookahead}`, address });
        }
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, warning]) => warning);
}

/** The declared fields that a path such as `order.customer.ordersCount` goes through, under their object's name. */
function fieldsAlong(path: string, objects: Environment['objects']): readonly { name: string; field: Field }[] {
  const [root = '', ...members] = path.split('.');
  const along: { name: string; field: Field }[] = [];
  let owner: string | undefined = objects[root] === undefined ? undefined : root;
  for (const member of members) {
    const field: Field | undefined = owner === undefined ? undefined : objects[owner]?.fields[member];
    if (field === undefined) break;
    along.push({ name: `${owner}.${member}`, field });
    owner = objectName(field.type);
  }
  return along;
}

function objectName(type: ValueType): string | undefined {
  if (type.type === 'list' || type.type === 'map') return objectName(type.of);
  return type.type === 'object' ? type.name : undefined;
}
