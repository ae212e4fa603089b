import { didYouMean } from '../../language/nearest.js';
import type { Path, Project, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import { stepsIn, type FoundStep } from '../kinds/findSteps.js';
import { formVariables } from '../kinds/triggerScope.js';
import type { CheckWord, Vocabulary } from '../word.js';
import { findingAt } from './finding.js';
import { calledBy, findStepLists, findTriggers, stringsOf, type FoundTrigger } from './triggers.js';

export const lacking: CheckWord = {
  code: 'CRM350',
  name: 'nothing-to-go-by',
  doc: 'Something goes by what is not there: a status without a limit, a channel without a price, a team without a calendar, a message without a template, a step that does not exist, an order or a customer that nothing brings.',
  run: (project, words) => [
    ...findTriggers(project, words).flatMap((trigger) => [
      ...withoutLimit(trigger, project),
      ...withoutSubject(trigger, project, words),
      ...withoutStep(trigger, project, words),
    ]),
    ...findStepLists(project, words).flatMap(({ resource, steps }) =>
      steps.flatMap(({ spec, path, word }) => {
        if (word.name === 'cascade') return withoutTemplate(resource, spec, path);
        return word.name === 'assign' ? withoutCalendar(resource, spec['assign'], path, project) : [];
      }),
    ),
    ...project
      .ofKind('Channel')
      .flatMap((channel) =>
        channel.spec['budget'] === undefined || channel.spec['price'] !== undefined
          ? []
          : [
              complaint(
                channel,
                ['budget'],
                'a budget is spent by prices, and the channel has none',
                'add `price:`, the cost of one message',
              ),
            ],
      ),
  ],
};

type Spec = Readonly<Record<string, unknown>>;

function withoutLimit({ resource, forms }: FoundTrigger, project: Project): readonly Diagnostic[] {
  const limits = new Set<string>();
  const groups = new Map<string, readonly string[]>();
  for (const { code, spec } of project.ofKind('StatusGroup')) {
    const statuses = (Array.isArray(spec['statuses']) ? spec['statuses'] : []).filter(isObject);
    groups.set(
      code,
      statuses.map((status) => String(status['code'])),
    );
    for (const status of statuses) if (status['limit'] !== undefined) limits.add(String(status['code']));
  }
  return forms.flatMap(({ spec, word, path }) => {
    if (word.name !== 'overdue') return [];
    if (spec['is'] === undefined)
      return limits.size > 0
        ? []
        : [
            complaint(
              resource,
              [...path, 'overdue'],
              'no status of the project has a `limit`',
              'give the statuses of a StatusGroup a `limit:`',
            ),
          ];
    return (Array.isArray(spec['is']) ? spec['is'] : []).flatMap((value: unknown, index) => {
      const group = isObject(value) ? groups.get(String(value['group'])) : undefined;
      const statuses = isObject(value) ? group : [String(value)];
      if (statuses === undefined || statuses.some((status) => limits.has(status))) return [];
      const name = isObject(value) ? `no status of the group "${String(value['group'])}"` : `"${String(value)}"`;
      return [
        complaint(
          resource,
          [...path, 'is', index],
          `${name} has ${isObject(value) ? 'a' : 'no'} \`limit\``,
          'give it one in its StatusGroup',
        ),
      ];
    });
  });
}

function withoutSubject({ resource, forms }: FoundTrigger, project: Project, words: Vocabulary): readonly Diagnostic[] {
  const { once } = resource.spec;
  const per = isObject(once) ? String(once['per']) : 'key';
  if (per !== 'order' && per !== 'customer') return [];
  const scopes = formVariables(resource.spec, project, words);
  if (forms.length === 0 || forms.length < scopes.length) return [];
  if (scopes.some((scope) => per in scope)) return [];
  return [
    complaint(
      resource,
      ['once', 'per'],
      `nothing brings ${per === 'order' ? 'an order' : 'a customer'} that could be counted`,
      'count by the key: `per: key`',
    ),
  ];
}

/** Where instances that wait shall go on. */
function withoutStep({ resource }: FoundTrigger, project: Project, words: Vocabulary): readonly Diagnostic[] {
  const { migrate } = resource.spec;
  if (!isObject(migrate)) return [];
  const known = pathsOf(resource, project, words);
  return Object.entries(migrate).flatMap(([from, to]) => {
    const target = String(to);
    if (known.includes(target)) return [];
    const inner = known.find((path) => path.endsWith(`/${target}`));
    const cure = inner === undefined ? didYouMean(target, known) : `write its path: ${inner}`;
    return [
      complaint(
        resource,
        ['migrate', from],
        `there is no step "${target}"`,
        cure ?? `known: ${known.slice(0, 8).join(', ')}`,
      ),
    ];
  });
}

/** Paths of all its steps, with those of the sequences that it calls. */
function pathsOf(
  resource: Resource,
  project: Project,
  words: Vocabulary,
  within: readonly string[] = [],
): readonly string[] {
  const steps = stepsIn(resource, project, words);
  return steps.flatMap((step) => {
    const path = [...around(steps, step.path), step.id].join('/');
    const address = calledBy(step);
    const called = address === undefined || within.includes(address) ? undefined : project.byAddress.get(address);
    const inner = called === undefined ? [] : pathsOf(called, project, words, [...within, called.address]);
    return [path, ...inner.map((each) => `${path}/${each}`)];
  });
}

/** Ids of the steps around a place, the outermost first. */
function around(steps: readonly FoundStep[], place: Path): readonly string[] {
  return steps.flatMap(({ path, id }) => {
    if (path.length >= place.length || !path.every((part, index) => part === place[index])) return [];
    return place[path.length] === 'onError' ? [id, 'onError'] : [id];
  });
}

function withoutTemplate(resource: Resource, spec: Spec, path: Path): readonly Diagnostic[] {
  if (spec['template'] !== undefined) return [];
  const legs = Array.isArray(spec['cascade']) ? spec['cascade'] : [];
  return legs.flatMap((leg: unknown, index) =>
    isObject(leg) && leg['template'] === undefined
      ? [
          complaint(
            resource,
            [...path, 'cascade', index],
            'the leg has no template',
            'add `template:` to it, or beside `cascade` for all legs',
          ),
        ]
      : [],
  );
}

function withoutCalendar(resource: Resource, assign: unknown, path: Path, project: Project): readonly Diagnostic[] {
  if (!isObject(assign) || !stringsOf(assign['only']).includes('working')) return [];
  const team = project.byAddress.get(`team/${String(assign['team'])}`);
  if (team === undefined || team.spec['calendar'] !== undefined) return [];
  return [
    complaint(
      resource,
      [...path, 'assign', 'only'],
      `the team "${team.code}" has no calendar that says when it works`,
      `add \`calendar:\` in ${team.file}:${String(team.line)}`,
    ),
  ];
}

function complaint(resource: Resource, path: Path, message: string, suggestion: string): Diagnostic {
  return findingAt(resource, path, { severity: 'error', code: 'CRM350', message, suggestion });
}
