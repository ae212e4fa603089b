import type { Path } from '../../language/project.js';
import { isObject } from '../../model/json.js';

type Spec = Readonly<Record<string, unknown>>;

/**
 * Conditions that hold when the step with this place in a spec is reached: `when`, the `if` of the step and of those around it, branches of
 * `choose` before its own that were not taken, `until` of a loop that has not come true, and `stop`s before it that did not stop. Of what
 * cannot be told, `exit` and steps before it that may stop inside, the words stand there as one that proves nothing.
 */
export function guardsAt(spec: Spec, path: Path): readonly string[] {
  const { when, exit } = spec;
  const found = [...textsOf(when), ...(exit === undefined ? [] : [unknown(exit)])];
  let here: unknown = spec;
  for (const [index, key] of path.entries()) {
    if (index > 0 && isObject(here)) found.push(...ofMap(here, key, path[index + 1]));
    if (Array.isArray(here) && path[index - 1] !== 'choose') found.push(...here.slice(0, Number(key)).flatMap(ofStep));
    here = Array.isArray(here) ? here[Number(key)] : isObject(here) ? here[key] : undefined;
  }
  return found;
}

/** Of a step, a branch or a loop, on the way to one of its members. */
function ofMap({ if: condition, choose, until }: Spec, key: string | number, next: string | number | undefined) {
  const branches = Array.isArray(choose) ? choose : [];
  const before = key === 'else' ? branches : key === 'choose' ? branches.slice(0, Number(next)) : [];
  return [
    ...textsOf(condition),
    ...before.flatMap((branch) => (isObject(branch) ? textsOf(branch['if']).map(not) : [])),
    ...(key === 'do' ? textsOf(until).map(not) : []),
  ];
}

/** Of a step that was passed. */
function ofStep(step: unknown): readonly string[] {
  if (!isObject(step)) return [];
  if (step['stop'] !== undefined) return textsOf(step['if']).map(not);
  const text = JSON.stringify(step);
  return text.includes('"stop":') ? [unknown(step)] : [];
}

function textsOf(condition: unknown): readonly string[] {
  return typeof condition === 'string' ? [condition] : [];
}

function not(condition: string): string {
  return `!(${condition}\n)`;
}

/** No condition: a comment that names what it speaks of. */
function unknown(of: unknown): string {
  return `unknown // ${JSON.stringify(of)}`;
}
