import { didYouMean } from '../../language/nearest.js';
import type { Path, Project, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import { circumstanceKeys } from '../kinds/test.js';
import type { FoundStep } from '../kinds/findSteps.js';
import type { ActionWord } from '../meaning/action.js';
import type { CheckWord, Vocabulary } from '../word.js';
import { findingAt } from './finding.js';
import { findTriggers } from './triggers.js';

export const testNames: CheckWord = {
  code: 'CRM313',
  name: 'test-names',
  doc: 'A Test names an event, an action or a step that does not exist, gives none or several, or a change without an order or customer, or of no field.',
  run: (project, words) => {
    const events = words.events.map((event) => event.name);
    // Beside the actions: what a Validation does.
    const actions = [...words.actions.map((action) => action.name), 'refuse'];
    return project.ofKind('Test').flatMap((resource) => {
      const known = actionsOf(resource, project, words);
      return [
        ...entriesOf(resource, 'given').flatMap(({ entry, path }) => given(resource, entry, path, events)),
        ...['expect', 'never'].flatMap((list) =>
          entriesOf(resource, list).flatMap(({ entry, path }) => [
            ...effect(resource, entry, path, actions),
            ...step(resource, entry, path, [...known.keys()]),
          ]),
        ),
        ...answers(resource, known),
      ];
    });
  },
};

/** Steps of action, by id, of the trigger that a Test is about: whether they ask an outside service. */
function actionsOf({ spec }: Resource, project: Project, words: Vocabulary): ReadonlyMap<string, boolean> {
  const tested = findTriggers(project, words).find(({ resource }) => resource.code === spec.trigger);
  return new Map(
    (tested?.reached ?? []).flatMap(({ id, word, isAction }: FoundStep) =>
      // `isAction` tells the two kinds of word apart.
      isAction ? [[id, (word as ActionWord).answered !== undefined] as const] : [],
    ),
  );
}

function answers(resource: Resource, actions: ReadonlyMap<string, boolean>): readonly Diagnostic[] {
  const given = isObject(resource.spec.answers) ? Object.entries(resource.spec.answers) : [];
  return given.flatMap(([name, answer]) => {
    const asks = actions.get(idOfPath(name));
    const fails = isObject(answer) && answer.fails !== undefined;
    if (asks === true || (asks === false && fails)) return [];
    const known = [...actions].flatMap(([id, outside]) => (outside || fails ? [id] : []));
    const message = `no step "${name}" of the trigger ${fails ? 'acts' : 'asks an outside service'}`;
    const other = known.length > 0 ? `known: ${known.join(', ')}` : undefined;
    const suggestion = asks === false ? 'of other steps: `fails: <reason>`' : (didYouMean(name, known) ?? other);
    return [complaint(resource, ['answers', name], message, suggestion, 'key')];
  });
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
      complaint(
        resource,
        [...path, name],
        `there is no event "${name}"`,
        didYouMean(name, [...events, 'change']),
        'key',
      ),
    ),
    ...('change' in entry ? changed(resource, change, [...path, 'change']) : []),
  ];
}

function changed(resource: Resource, change: unknown, path: Path): readonly Diagnostic[] {
  const complain = (message: string): readonly Diagnostic[] => [
    complaint(resource, path, message, 'write `change: {order: 1, status: …}`'),
  ];
  if (!isObject(change) || (change.order === undefined && change.customer === undefined))
    return complain('a change names the order or customer that changes');
  const { [change.order === undefined ? 'customer' : 'order']: _whose, ...fields } = change;
  return namesField(fields) ? [] : complain('a change names a field and its new value');
}

function namesField(fields: Entry): boolean {
  return Object.values(fields).some((value) => !isObject(value) || namesField(value));
}

function effect(resource: Resource, entry: Entry, path: Path, actions: readonly string[]): readonly Diagnostic[] {
  const names = Object.keys(entry).filter((key) => !circumstanceKeys.has(key));
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
          'key',
        ),
      ),
  ];
}

function step(resource: Resource, entry: Entry, path: Path, known: readonly string[]): readonly Diagnostic[] {
  const name = entry.step;
  if (typeof name !== 'string' || known.includes(idOfPath(name))) return [];
  const suggestion = didYouMean(name, known) ?? (known.length > 0 ? `known: ${known.join(', ')}` : undefined);
  return [complaint(resource, [...path, 'step'], `no step "${name}" of the trigger acts`, suggestion)];
}

/** The last part of a step's path is its id: `how/register`, `ladder#2/register`. */
function idOfPath(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function oneOnly(resource: Resource, path: Path, names: readonly string[], what: string): readonly Diagnostic[] {
  return names.length === 1
    ? []
    : [complaint(resource, path, `exactly one key beside \`at\` is expected: ${what}`, undefined)];
}

function complaint(
  resource: Resource,
  path: Path,
  message: string,
  suggestion: string | undefined,
  part?: 'key',
): Diagnostic {
  return findingAt(resource, path, { severity: 'error', code: 'CRM313', message, suggestion }, part);
}
