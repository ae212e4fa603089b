import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { asExample, asScalar } from './meant.js';
import { isEmpty, report, subject, type Walk } from './walk.js';

/** A list where a text is wanted, and the like. `meant`: how that would be written; else what the examples have there. */
export function reportType(walk: Walk, node: Node, wanted: string, meant?: string): undefined {
  if (isEmpty(node)) {
    if (isScalar(node) && node.anchor !== undefined)
      return report(
        walk,
        'wrongType',
        node,
        `YAML reads "&${node.anchor}" as the name of a value`,
        `put it in quotes: "&${node.anchor}"`,
      );
    const example = asExample(walk);
    const suggestion = example === undefined ? 'give it one, or remove the key' : `${example}; or remove the key`;
    return report(walk, 'wrongType', node, `${subject(walk)} has no value; it takes ${wanted}`, suggestion);
  }
  const suggestion =
    meant ??
    (wanted.startsWith('a map') && isSeq(node) ? asKeys(walk) : undefined) ??
    (walk.atKey ? undefined : asScalar(node, walk)) ??
    asExample(walk);
  return report(walk, 'wrongType', node, `${subject(walk)} takes ${wanted}, not ${formOf(node)}`, suggestion);
}

/** A map is wanted, and a list stands there. */
function asKeys(walk: Walk): string {
  return asExample(walk) ?? 'write keys with their values, without "- " and [ ]';
}

function formOf(node: Node): string {
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  if (isScalar(node) && typeof node.value === 'number') return 'a number';
  if (isScalar(node) && typeof node.value === 'boolean') return `${String(node.value)}`;
  return 'a text';
}
