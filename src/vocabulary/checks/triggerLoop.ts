import type { Path } from '../../language/project.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { messagesOf, writesOf, type Write } from './bringsAbout.js';
import { canHold } from './population/canHold.js';
import { awaitedEvents, findTriggers, watchedFields, type FoundTrigger } from './triggers.js';

export const triggerLoop: CheckWord = {
  code: 'CRM310',
  name: 'trigger-loop',
  doc: "Triggers start each other in a circle: each writes a field, brings about an event or sends a message, on which the next one starts. What `from`, `to`, `where` and `when` rule out for the constants that are written, and for the trigger, template and channel of a message, starts nothing; other conditions may break the circle. The Policy's `loop.maxDepth` stops it in any case, unless a report of the provider is part of it.",
  run: (project, words) => {
    const triggers = findTriggers(project, words);
    const watchers = watchersOf(triggers);
    const edges = triggers.map((trigger, from) =>
      edgesFrom([...writesOf(trigger), ...messagesOf(trigger, project)], from, watchers),
    );
    const reported = new Set<string>();
    return triggers.flatMap((trigger, start) => {
      const circle = shortestCircle(start, edges);
      if (!circle) return [];
      const members = circle
        .map(({ to }) => triggers[to]!.resource.code)
        .sort()
        .join(' ');
      if (reported.has(members)) return [];
      reported.add(members);
      const way = circle.map(({ field, to }) => ` –(${field})→ ${triggers[to]!.resource.code}`).join('');
      return [
        findingAt(trigger.resource, circle[0]!.path, {
          severity: 'warning',
          code: 'CRM310',
          message: `triggers start each other: ${trigger.resource.code}${way}`,
          suggestion:
            'narrow one of the forms by `from`, `to` or `where`, or write `own: false` where changes of crmctl itself should not start it',
        }),
      ];
    });
  },
};

interface Edge {
  readonly to: number;
  readonly field: string;
  /** The step that writes the field. */
  readonly path: Path;
}

/** A form of the trigger with this number that starts on changes of a field. */
interface Watcher {
  readonly trigger: number;
  readonly form: Readonly<Record<string, unknown>>;
  readonly when: unknown;
  /** It starts at the change, not a while later. */
  readonly atOnce: boolean;
}

/** Who watches a field or a part of it, by field. */
function watchersOf(triggers: readonly FoundTrigger[]): ReadonlyMap<string, readonly Watcher[]> {
  const watchers = new Map<string, Watcher[]>();
  triggers.forEach(({ forms, resource }, trigger) => {
    for (const form of forms)
      for (const field of [...watchedFields(form).flatMap(partsOf), ...awaitedEvents(form)]) {
        const known = watchers.get(field) ?? [];
        const atOnce = form.word.match !== undefined;
        known.push({ trigger, form: form.spec, when: resource.spec.when, atOnce });
        watchers.set(field, known);
      }
  });
  return watchers;
}

/** `order.delivery.address.city` → itself, `order.delivery.address`, `order.delivery`. */
function partsOf(path: string): readonly string[] {
  const members = path.split('.');
  return members.slice(1).map((_, index) => members.slice(0, index + 2).join('.'));
}

function edgesFrom(
  writes: readonly Write[],
  from: number,
  watchers: ReadonlyMap<string, readonly Watcher[]>,
): readonly Edge[] {
  return writes.flatMap((write) => {
    const { field, path } = write;
    const started = (watchers.get(field) ?? []).filter((watcher) => starts(write, from, watcher));
    return [...new Set(started.map(({ trigger: to }) => to))].map((to) => ({ to, field, path }));
  });
}

function starts({ field, value, known, fromOutside }: Write, from: number, watcher: Watcher): boolean {
  const { trigger, form, when, atOnce } = watcher;
  // What crmctl does itself starts no `own: false`, and a trigger is not started by its own instance unless it says so.
  if (fromOutside !== true && (form.own === 'false' || (trigger === from && form.own !== 'self'))) return false;
  if (!acceptsValue(form.to ?? form.is, value)) return false;
  const then = atOnce || known[field] === undefined ? known : { [field]: known[field] };
  // The element of an `each` may have the names of what was written.
  return form.each !== undefined || (canHold(form.where, then) && canHold(when, then));
}

/** A constant that is not among the values for which the form starts does not start it. */
function acceptsValue(wanted: unknown, value: unknown): boolean {
  if (!Array.isArray(wanted) || value === undefined) return true;
  if (typeof value === 'string' && value.startsWith('=')) return true;
  return wanted.some((each: unknown) => typeof each !== 'string' || each === String(value));
}

/** The shortest way from a trigger back to itself, breadth first. */
function shortestCircle(start: number, edges: readonly (readonly Edge[])[]): readonly Edge[] | undefined {
  /** By which edge, and from where, each was reached first. */
  const reached = new Map<number, { readonly from: number; readonly edge: Edge }>();
  const queue = [start];
  // What is appended is gone through, too.
  for (const from of queue)
    for (const edge of edges[from]!) {
      if (reached.has(edge.to)) continue;
      reached.set(edge.to, { from, edge });
      if (edge.to === start) return wayTo(start, reached);
      queue.push(edge.to);
    }
  return undefined;
}

function wayTo(
  start: number,
  reached: ReadonlyMap<number, { readonly from: number; readonly edge: Edge }>,
): readonly Edge[] {
  const way: Edge[] = [];
  let at = start;
  do {
    const { from, edge } = reached.get(at)!;
    way.unshift(edge);
    at = from;
  } while (at !== start);
  return way;
}
