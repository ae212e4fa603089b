import type { Path } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers, watchedFields, type FoundTrigger } from './triggers.js';

export const triggerLoop: CheckWord = {
  code: 'CRM310',
  name: 'trigger-loop',
  doc: "Triggers start each other in a circle: each writes a field on which the next one starts. Conditions may break the circle; the Policy's `loop.maxDepth` stops it in any case.",
  run: (project, words) => {
    const triggers = findTriggers(project, words);
    const edges = triggers.map((from) => triggers.flatMap((to, index) => edgesBetween(from, to, index)));
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

function edgesBetween(from: FoundTrigger, to: FoundTrigger, index: number): readonly Edge[] {
  const itself = from === to;
  return writesOf(from).flatMap(({ field, value, path }) => {
    const starts = to.forms.some(
      (form) =>
        form.spec.own !== 'false' &&
        // A trigger is not started by the change of its own instance unless it says so.
        (!itself || form.spec.own === 'self') &&
        watchedFields(form).some((watched) => watched === field || watched.startsWith(`${field}.`)) &&
        acceptsValue(form.spec.to ?? form.spec.is, value),
    );
    return starts ? [{ to: index, field, path }] : [];
  });
}

interface Write {
  readonly field: string;
  readonly value: unknown;
  readonly path: Path;
}

function writesOf({ steps }: FoundTrigger): readonly Write[] {
  return steps.flatMap(({ spec, path, word }): readonly Write[] => {
    if (word.name === 'tag') return [{ field: 'customer.tags', value: undefined, path }];
    const fields = word.name === 'set' ? spec.set : undefined;
    return isObject(fields)
      ? Object.entries(fields).map(([field, value]) => ({ field, value, path: [...path, 'set', field] }))
      : [];
  });
}

/** A constant that is not among the values for which the form starts does not start it. */
function acceptsValue(wanted: unknown, value: unknown): boolean {
  if (!Array.isArray(wanted) || value === undefined) return true;
  if (typeof value === 'string' && value.startsWith('=')) return true;
  return wanted.some((each: unknown) => typeof each !== 'string' || each === String(value));
}

/** The shortest way from a trigger back to itself, breadth first. */
function shortestCircle(start: number, edges: readonly (readonly Edge[])[]): readonly Edge[] | undefined {
  const queue: (readonly Edge[])[] = edges[start]!.map((edge) => [edge]);
  const seen = new Set<number>();
  for (let way = queue.shift(); way; way = queue.shift()) {
    const { to } = way.at(-1)!;
    if (to === start) return way;
    if (seen.has(to)) continue;
    seen.add(to);
    for (const edge of edges[to]!) queue.push([...way, edge]);
  }
  return undefined;
}
