import { any, type ValueType } from '../valueType.js';
import type { Node } from './twing.js';
import type { Walk } from './walk.js';

/** What stands before `default` or `??`, or is asked for by `is defined`: a fragment may do without such a variable. */
export function typeOfGuarded(node: Node, walk: Walk): ValueType {
  const name = node.type === 'name' ? String(node.attributes['name']) : undefined;
  const isOptional = name !== undefined && walk.piece.code !== undefined && !walk.locals.has(name);
  return isOptional && !Object.hasOwn(walk.environment.variables, name) ? any : walk.typeOf(node);
}
