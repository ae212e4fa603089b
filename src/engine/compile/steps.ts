import type { Path } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { parseDuration } from '../../model/duration.js';
import type { ActionWord, StepWord } from '../../vocabulary/meaning.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { end, type Node, type Once } from '../program.js';
import { valueAt, type Evaluators } from './evaluator.js';

type Spec = Readonly<Record<string, unknown>>;
type Draft = { -readonly [K in keyof Node]: Node[K] };

/** Lays the nested lists of steps out flat: nodes that name their successors, so that a position is one index and survives as a path. */
export function compileSteps(spec: Spec, root: Path, evaluators: Evaluators, words: Vocabulary): readonly Node[] {
  const nodes: Draft[] = [];
  const flow = new Map(words.steps.map((word): [string, StepWord] => [word.name, word]));
  const acts = new Map(words.actions.map((word): [string, ActionWord] => [word.name, word]));

  /** Returns the first node of the list; its last goes on at `after`. */
  const layList = (path: Path, trail: Node['trail'], after: number): number => {
    const list = valueAt(spec, path);
    const steps = Array.isArray(list) ? list : [];
    const drafts = steps.filter(isObject).map((step, index) => openNode(step, [...path, index], trail));
    drafts.forEach((draft, index) => closeNode(draft, drafts[index + 1]?.index ?? after));
    return drafts[0]?.index ?? after;
  };

  const openNode = (step: Spec, path: Path, trail: Node['trail']): { index: number; node: Draft } => {
    const word = Object.keys(step).find((key) => flow.has(key) || acts.has(key)) ?? '';
    const id = String(step['id'] ?? word);
    const ownTrail = [...trail, { id, loop: flow.get(word)?.loops === true }];
    const node: Draft = {
      id,
      path: ownTrail.map((part) => part.id).join('/'),
      trail: ownTrail,
      spec: step,
      specPath: path,
      evaluators,
      hasValidUntil: step['validUntil'] !== undefined,
      patterns: [],
      onError: step['onError'] === 'continue' ? 'continue' : 'fail',
      next: end,
      bodies: [],
      ...(flow.has(word) && { flow: flow.get(word)! }),
      ...(acts.has(word) && { action: acts.get(word)! }),
      ...optional('if', evaluators.expression([...path, 'if'])),
      ...optional('once', onceOf(step['once'])),
    };
    return { index: nodes.push(node) - 1, node };
  };

  const closeNode = ({ index, node }: { index: number; node: Draft }, next: number): void => {
    node.next = next;
    const behindBody = node.flow?.loops === true ? index : next;
    node.bodies = (node.flow?.bodies?.(node.spec) ?? []).map((body) =>
      layList([...node.specPath, ...body], node.trail, behindBody),
    );
    node.patterns = (node.flow?.patterns?.(node.spec) ?? []).map((path) => ({
      event: String(valueAt(node.spec, [...path, 'event'])),
      ...optional('where', evaluators.expression([...node.specPath, ...path, 'where'])),
    }));
    if (Array.isArray(node.spec['onError'])) {
      node.onError = layList([...node.specPath, 'onError'], [...node.trail, { id: 'onError', loop: false }], next);
    }
  };

  layList(root, [], end);
  return nodes;
}

export function onceOf(value: unknown): Once | undefined {
  if (!isObject(value)) return undefined;
  const per = value['per'];
  const every = typeof value['every'] === 'string' ? parseDuration(value['every']) : undefined;
  return { per: per === 'order' || per === 'customer' ? per : 'key', ...optional('every', every) };
}

export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // An absent member, not one that is `undefined` (exactOptionalPropertyTypes).
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
