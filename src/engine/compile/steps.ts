import type { Path } from '../../language/project.js';
import type { Expression } from '../../language/scope.js';
import { parseDuration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import type { ActionWord } from '../../vocabulary/meaning/action.js';
import type { GeneratedStep, StepWord } from '../../vocabulary/meaning/step.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { end, type Node, type Once, type TrailPart } from '../program.js';
import { handlerOf } from '../steps/once.js';
import { valueAt, type Evaluators } from './evaluator.js';

type Spec = Readonly<Record<string, unknown>>;
type Draft = { -readonly [K in keyof Node]: Node[K] };

/** Lays the nested lists of steps out flat: nodes that name their successors, so that a position is one index and survives as a path. */
export function compileSteps(
  home: StepsHome,
  words: Vocabulary,
  callee: (address: string) => StepsHome | undefined = () => undefined,
): readonly Node[] {
  const nodes: Draft[] = [];
  const flow = new Map(words.steps.map((word): [string, StepWord] => [word.name, word]));
  const acts = new Map(words.actions.map((word): [string, ActionWord] => [word.name, word]));

  /** Returns the first node of the list; its last goes on at `after`. */
  const layList = (from: StepsHome, path: Path, trail: Node['trail'], after: number): number => {
    const list = valueAt(from.spec, path);
    const steps = Array.isArray(list) ? list : [];
    const drafts = steps.filter(isObject).map((step, index) => openNode(from, step, [...path, index], trail));
    drafts.forEach((draft, index) => closeNode(from, draft, drafts[index + 1]?.index ?? after));
    return drafts[0]?.index ?? after;
  };

  const openNode = (from: StepsHome, step: Spec, path: Path, trail: Node['trail']): { index: number; node: Draft } => {
    const { evaluators } = from;
    const word = Object.keys(step).find((key) => flow.has(key) || acts.has(key)) ?? '';
    const id = String(step['id'] ?? word);
    const part = partOf(id, trail, flow.get(word), path, from);
    const node: Draft = {
      id,
      path: part.path,
      trail: [...trail, part],
      spec: step,
      specPath: path,
      evaluators: evaluators.within(path),
      hasValidUntil: step['validUntil'] !== undefined,
      patterns: [],
      onError: step['onError'] === 'continue' ? 'continue' : 'fail',
      next: end,
      bodies: [],
      ...(flow.has(word) && { flow: flow.get(word)! }),
      ...(acts.has(word) && { action: acts.get(word)! }),
      ...optional('if', evaluators.expression([...path, 'if'])),
      ...optional('once', onceOf(step['once'])),
      ...optional('looksBack', flow.get(word)?.looksBack?.(step)),
    };
    return { index: nodes.push(node) - 1, node };
  };

  const closeNode = (from: StepsHome, { index, node }: { index: number; node: Draft }, next: number): void => {
    const { evaluators } = from;
    node.next = next;
    const behindBody = node.flow?.loops === true ? index : next;
    node.bodies = (node.flow?.bodies?.(node.spec) ?? []).map((body) =>
      layList(from, [...node.specPath, ...body], node.trail, behindBody),
    );
    const generated = node.flow?.generates?.(node.spec) ?? [];
    node.bodies = [...node.bodies, ...generated.map((steps) => layGenerated(node, steps, behindBody))];
    const address = node.flow?.calls?.(node.spec);
    const called = address === undefined || from.within.includes(address) ? undefined : callee(address);
    if (called !== undefined) {
      node.called = called.spec;
      node.bodies = [
        ...node.bodies,
        layList({ ...called, within: [...from.within, address!] }, called.root, node.trail, next),
      ];
    }
    node.patterns = (node.flow?.patterns?.(node.spec) ?? []).map((path) => {
      const where = evaluators.expression([...node.specPath, ...path, 'where']);
      return {
        event: String(valueAt(node.spec, [...path, 'event'])),
        ...optional('where', where),
        ...(where?.reads.some((read) => isOfRound(read, node)) && { ofRound: true as const }),
      };
    });
    if (Array.isArray(node.spec['onError'])) {
      // It stands beside the step: it has neither the element of a loop nor the parameters of a call.
      const whole = { id: node.id, path: node.path, loop: false };
      const handler = { id: 'onError', ...handlerOf(node), loop: false };
      node.onError = layList(from, [...node.specPath, 'onError'], [...node.trail.slice(0, -1), whole, handler], next);
    }
  };

  /** Parts of a step read its spec, at its place. */
  const layGenerated = (whole: Draft, steps: readonly GeneratedStep[], after: number): number => {
    const first = nodes.length;
    steps.forEach(({ id, action, flow: word, patterns = [] }, index) => {
      const part: TrailPart = { id, path: `${whole.path}/${id}`, loop: false };
      nodes.push({
        ...whole,
        id,
        path: part.path,
        trail: [...whole.trail, part],
        patterns: patterns.map(({ event, holds }) => ({ event, where: { evaluate: holds } })),
        next: index === steps.length - 1 ? after : first + index + 1,
        bodies: [],
        // What becomes of a part is the affair of the whole.
        onError: 'continue',
        ...optional('action', action),
        ...optional('flow', word),
      });
      const node = nodes.at(-1)!;
      delete node.if;
      delete node.once;
      // What was sent in time is listened for, however late that is.
      if (action === undefined) node.hasValidUntil = false;
      if (word === undefined) delete node.flow;
    });
    return steps.length === 0 ? after : first;
  };

  layList(home, home.root, [], end);
  const indexOf = new Map(nodes.map(({ path }, index) => [path, index]));
  for (const node of nodes) {
    const catching = node.onError === 'fail' ? catcherOf(node, nodes, indexOf) : undefined;
    if (catching !== undefined) node.caughtBy = catching;
  }
  return nodes;
}

/** The nearest step around it that says what happens when something in it fails; not the one whose `onError` it stands in. */
function catcherOf(
  { trail }: Draft,
  nodes: readonly Draft[],
  indexOf: ReadonlyMap<string, number>,
): number | undefined {
  const around = trail.slice(0, -1);
  return around
    .filter((part, index) => around[index + 1]?.path !== handlerOf(part).path)
    .map(({ path }) => indexOf.get(path))
    .findLast((index) => index !== undefined && nodes[index]!.onError !== 'fail');
}

/** A list of steps and the resource that it stands in; `within`: addresses of the resources that are called around it. */
export interface StepsHome {
  readonly spec: Spec;
  readonly root: Path;
  readonly evaluators: Evaluators;
  readonly within: readonly string[];
}

function partOf(
  id: string,
  trail: Node['trail'],
  word: StepWord | undefined,
  path: Path,
  { evaluators }: StepsHome,
): TrailPart {
  const above = trail.at(-1);
  const list = word?.element && evaluators.expression([...path, ...word.element]);
  return {
    id,
    path: above === undefined ? id : `${above.path}/${id}`,
    loop: word?.loops === true,
    ...(word?.element && { binds: list === undefined ? 'element' : boundName(list) }),
    ...(word?.calls && { calls: true as const }),
    ...(word?.generates && { keeps: true as const }),
  };
}

/** An element is bound by what it is: `order`, `customer`, `item`, else `element`. */
export function boundName(list: Expression): string {
  const of = list.type.type === 'list' ? list.type.of : undefined;
  return of?.type === 'object' && ['order', 'customer', 'item'].includes(of.name) ? of.name : 'element';
}

/** Names whose values a step has only when it is reached. */
function isOfRound(read: string, { trail }: Pick<Node, 'trail'>): boolean {
  const [name = ''] = read.split('.');
  if (name === 'steps' || name === 'params') return true;
  return trail.slice(0, -1).some(({ binds }) => binds !== undefined && (name === binds || comesWith(binds, name)));
}

/** Whose order it is, and his cart. */
function comesWith(binds: string, name: string): boolean {
  return (binds === 'order' && (name === 'customer' || name === 'cart')) || (binds === 'customer' && name === 'cart');
}

export function onceOf(value: unknown): Once | undefined {
  if (!isObject(value)) return undefined;
  const per = value['per'];
  const every = typeof value['every'] === 'string' ? parseDuration(value['every']) : undefined;
  const group = typeof value['group'] === 'string' ? value['group'] : undefined;
  return {
    per: per === 'order' || per === 'customer' ? per : 'key',
    ...optional('every', every),
    ...optional('group', group),
  };
}

export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // An absent member, not one that is `undefined` (exactOptionalPropertyTypes).
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
