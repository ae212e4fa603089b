import type { Node } from 'yaml';
import { variablesIn } from '../interpolate.js';
import { report, type Walk } from './walk.js';

/** `${NAME}` only where it is read, and well formed there. `true`: nothing to complain about. */
export function checkVariables(text: string, node: Node, walk: Walk): boolean {
  if (!text.includes('${')) return true;
  const { variables, broken } = variablesIn(text);
  if (walk.interpolates(walk.path)) {
    if (broken.length === 0) return true;
    report(
      walk,
      'badVariable',
      node,
      '"${" without a name and a closing brace',
      'write ${NAME} or ${NAME:-default}; $${ is a literal ${',
    );
    return false;
  }
  if (variables.length === 0) return true;
  const name = variables[0]!.name;
  report(
    walk,
    'strayVariable',
    node,
    `\${${name}} is not read here: variables of the environment stand only in environments of crmctl.yaml, in Channel and in Connection`,
    'write the value itself, or move it to a Channel or Connection',
  );
  return false;
}

export function holdsVariable(text: string): boolean {
  return text.includes('${') && variablesIn(text).variables.length > 0;
}
