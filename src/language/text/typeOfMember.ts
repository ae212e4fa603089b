import type { SourceProblem } from '../scope.js';
import { any, type ValueType } from '../valueType.js';
import { textCodes } from './codes.js';
import { memberType, pathTo, problem, unknownMember, type Range } from './members.js';
import { pathOf, rangeOfMember } from './places.js';
import type { Node } from './twing.js';
import type { Walk } from './walk.js';

/** A member, and the path that it reads; only the whole chain is a read, not its parts. */
export function typeOfMember(node: Node, walk: Walk): ValueType {
  const { type, path } = resolveMember(node, walk);
  if (path !== undefined) walk.read(path);
  return type;
}

interface Resolved {
  readonly type: ValueType;
  readonly path: string | undefined;
}

function resolveMember(node: Node, walk: Walk): Resolved {
  const target = resolveTarget(node.children['target']!, walk);
  const attribute = node.children['attribute']!;
  if (node.attributes['type'] === 'method') {
    walk.report(methodCall(attribute, rangeOfMember(node, walk)));
    return { type: any, path: undefined };
  }
  if (attribute.type !== 'constant') {
    walk.typeOf(attribute);
    const { type } = target;
    return { type: type.type === 'list' || type.type === 'map' ? type.of : any, path: target.path };
  }
  const name = String(attribute.attributes['value']);
  const type = memberType(target.type, name, walk.environment);
  if (type === undefined) {
    walk.report(unknownMember(target.type, name, rangeOfMember(node, walk), walk.environment));
    return { type: any, path: undefined };
  }
  return { type, path: pathTo(target, name) };
}

function resolveTarget(node: Node, walk: Walk): Resolved {
  if (node.type === 'attribute_accessor') return resolveMember(node, walk);
  return { type: walk.typeOf(node), path: pathOf(node, walk) };
}

function methodCall(attribute: Node, range: Range): SourceProblem {
  const bare = /^(?:get|is|has)([A-Z]\w*)$/.exec(String(attribute.attributes['value']))?.[1];
  const property = bare === undefined ? undefined : bare.charAt(0).toLowerCase() + bare.slice(1);
  return problem(textCodes.notSupported, 'texts call no methods', range, property && `write .${property}`);
}
