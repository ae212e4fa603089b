import { didYouMean } from '../../language/nearest.js';
import type { Path, Project, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import type { FoundStep } from '../kinds/findSteps.js';
import type { ActionWord } from '../meaning.js';
import type { CheckWord, Vocabulary } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers } from './triggers.js';

export const testNames: CheckWord = {
  code: 'CRM313',
  name: 'test-names',
  doc: 'A Test names an event, an action or a step that does not exist, gives none or several, or a change without an order or customer.',
  run: (project, words) => {
    const events = words.events.map((event) => event.name);
    // Beside the actions: what a Validation does.
    const actions = [...words.actions.map((action) => action.name), 'refuse'];
    return project
      .ofKind('Test')
      .flatMap((resource) => [
        ...entriesOf(resource, 'given').flatMap(({ entry, path }) => given(resource, entry, path, events)),
        ...['expect', 'never'].flatMap((list) =>
          entriesOf(resource, list).flatMap(({ entry, path }) => effect(resource, entry, path, actions)),
        ),
        ...answers(resource, stepsThatAsk(resource, project, words)),
      ]);
  },
};

/** Ids of the steps that ask an outside service, of the trigger that a Test is about. */
function stepsThatAsk({ spec }: Resource, project: Project, words: Vocabulary): readonly string[] {
  const tested = findTriggers(project, words).find(({ resource }) => resource.code === spec.trigger);
  // `isAction` tells the two kinds of word apart.
  const asks = ({ word, isAction }: FoundStep): boolean => isAction && (word as ActionWord).answered !== undefined;
  return tested?.reached.filter(asks).map(({ id }) => id) ?? [];
}

/** The last part of a step's path is its id: `how/register`, `ladder#2/register`. */
function answers(resource: Resource, steps: readonly string[]): readonly Diagnostic[] {
  const given = isObject(resource.spec.answers) ? Object.keys(resource.spec.answers) : [];
  return given
    .filter((name) => !steps.includes(name.slice(name.lastIndexOf('/') + 1)))
    .map((name) =>
      complaint(
        resource,
        ['answers', name],
        `no step "${name}" of the trigger asks an outside service`,
        didYouMean(name, steps) ?? (steps.length > 0 ? `known: ${steps.join(', ')}` : undefined),
      ),
    );
}

type Entry = Readonly<Record<string, unknown>>;

function entriesOf(resource: Resource, list: string): readonly { entry: Entry; path: Path }[] {
  const all = resource.spec[list];
  return Array.isArray(all)
    ? all.flatMap((entry: unknown, index) => (isObject(entry) ? [{ entry, path: [list, index] }] : []))
    : [];
}

function given(resource: Resource, entry: Entry, path: Path, events: readonly string[]): readonly Diagnostic[] {
  const names = Object.keys(entry).filter((key) => key !== 'at');
  const change = entry.change;
  const unknown = names.filter((name) => name !== 'change' && !events.includes(name) && !/^custom\./.test(name));
  return [
    ...oneOnly(resource, path, names, 'an event, or `change`'),
    ...unknown.map((name) =>
      complaint(resource, [...path, name], `there is no event "${name}"`, didYouMean(name, [...events, 'change'])),
    ),
    ...(isObject(change) && change.order === undefined && change.customer === undefined
      ? [
          complaint(
            resource,
            [...path, 'change'],
            'a change names the order or customer that changes',
            'write `change: {order: 1, status: …}`',
          ),
        ]
      : []),
  ];
}

function effect(resource: Resource, entry: Entry, path: Path, actions: readonly string[]): readonly Diagnostic[] {
  const names = Object.keys(entry).filter((key) => key !== 'at');
  return [
    ...oneOnly(resource, path, names, 'an action'),
    ...names
      .filter((name) => !actions.includes(name))
      .map((name) =>
        complaint(
          resource,
          [...path, name],
          `there is no action "${name}"`,
          didYouMean(name, actions) ?? `known: ${actions.join(', ')}`,
        ),
      ),
  ];
}

function oneOnly(resource: Resource, path: Path, names: readonly string[], what: string): readonly Diagnostic[] {
  return names.length === 1
    ? []
    : [complaint(resource, path, `exactly one key beside \`at\` is expected: ${what}`, undefined)];
}

function complaint(resource: Resource, path: Path, message: string, suggestion: string | undefined): Diagnostic {
  return findingAt(resource, path, { severity: 'error', code: 'CRM313', message, suggestion });
}
