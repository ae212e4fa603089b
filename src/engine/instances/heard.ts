import type { EventPart, Had, Heard, Instance } from '../../model/instance.js';
import type { CompiledTrigger, Node, TrailPart } from '../program.js';
import { resultOf } from '../steps/remember.js';
import type { Work } from '../work.js';
import { matches, type Seen } from './exits.js';
import { recall } from './recent.js';

/** So many events are kept for one step: the latest. */
const keptForStep = 50;
/** So many of those that its rounds had are told apart from new ones. */
const hadByStep = 200;

/** Keeps an event that a step further on shall find, because it counts from the entry on. */
export function keepHeard(work: Work, trigger: CompiledTrigger, instance: Instance, seen: Seen): Instance {
  if (trigger.hearing.length === 0) return instance;
  let { heard } = instance;
  for (const node of trigger.hearing) {
    const before = heard?.[node.path] ?? none;
    const event = wants(instance, node, before) ? heardFor(work, instance, node, seen) : undefined;
    if (event !== undefined) heard = { ...heard, [node.path]: [...before, event].slice(-keptForStep) };
  }
  return heard === instance.heard ? instance : { ...instance, heard };
}

/** The first is enough, unless another round needs another one, or nobody can say yet which it will be. */
function wants(instance: Instance, node: Node, before: readonly Heard[]): boolean {
  const isOver = !around(node).some(isLoop) && resultOf(instance, node) !== undefined;
  return !isOver && (before.length === 0 || isRepeated(node) || node.patterns.some(({ ofRound }) => ofRound));
}

function heardFor(work: Work, instance: Instance, node: Node, seen: Seen): Heard | undefined {
  const asked = node.patterns.filter(({ event }) => seen.names.has(event));
  const { id, part, names, variable } = seen;
  const heard: Heard = { id, ...(part !== undefined && { part }), variable };
  if (asked.some((pattern) => pattern.ofRound !== true && matches(work, instance, pattern, seen, node))) return heard;
  return asked.some(({ ofRound }) => ofRound) ? { ...heard, names: [...names].sort() } : undefined;
}

/** The event that a step waits for, when it came before the step was reached and the step looks back that far. */
export function lookBack(work: Work, instance: Instance, node: Node): Heard | undefined {
  const { looksBack } = node;
  if (looksBack === undefined) return undefined;
  const sinceEntry = looksBack === 'entry';
  const events: readonly Heard[] = sinceEntry
    ? (instance.heard?.[node.path] ?? none)
    : recall(work, instance, looksBack);
  // The others were asked when it came.
  const patterns = sinceEntry ? node.patterns.filter(({ ofRound }) => ofRound) : node.patterns;
  const holds = ({ names, variable }: Heard): boolean => {
    if (names === undefined) return true;
    const seen = { names: new Set(names), variable };
    return patterns.some((pattern) => matches(work, instance, pattern, seen, node));
  };
  return events.find((event) => !wasHad(instance, node, event) && holds(event));
}

/** In a `repeat` what one round had is not for the next; the elements of an `each` have all in common. */
export function having(instance: Instance, node: Node, { id, part }: EventPart): Instance {
  if (node.looksBack === undefined || !isRepeated(node)) return instance;
  const had: Had = { id, ...(part !== undefined && { part }), rounds: roundsAround(instance, node) };
  const all = [...(instance.had?.[node.path] ?? []), had].slice(-hadByStep);
  return { ...instance, had: { ...instance.had, [node.path]: all } };
}

function wasHad(instance: Instance, node: Node, event: EventPart): boolean {
  const had = instance.had?.[node.path];
  if (had === undefined) return false;
  const loops = around(node).filter(isLoop);
  const rounds = roundsAround(instance, node);
  return had.some((other) => {
    if (other.id !== event.id || other.part !== event.part) return false;
    const differing = rounds.findIndex((round, index) => round !== other.rounds[index]);
    return differing >= 0 && isRepeat(loops[differing]!);
  });
}

function roundsAround({ rounds }: Instance, node: Node): readonly number[] {
  return around(node)
    .filter(isLoop)
    .map(({ path }) => rounds[path] ?? 0);
}

function isRepeated(node: Node): boolean {
  return around(node).some(isRepeat);
}

function around({ trail }: Node): readonly TrailPart[] {
  return trail.slice(0, -1);
}

function isLoop({ loop }: TrailPart): boolean {
  return loop;
}

/** A loop that goes through no list. */
function isRepeat({ loop, binds }: TrailPart): boolean {
  return loop && binds === undefined;
}

const none: readonly never[] = [];
