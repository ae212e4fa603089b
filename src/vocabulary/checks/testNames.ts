import { didYouMean } from '../../language/nearest.js';
import type { Path, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import type { CheckWord } from '../word.js';
import { findingAt } from './finding.js';

export const testNames: CheckWord = {
  code: 'CRM313',
  name: 'test-names',
  doc: 'A Test names an event or an action that does not exist, gives none or several, or a change without an order or customer.',
  run: (project, words) => {
    const events = words.events.map((event) => event.name);
    const actions = words.actions.map((action) => action.name);
    return project
      .ofKind('Test')
      .flatMap((resource) => [
        ...entriesOf(resource, 'given').flatMap(({ entry, path }) => given(resource, entry, path, events)),
        ...['expect', 'never'].flatMap((list) =>
          entriesOf(resource, list).flatMap(({ entry, path }) => effect(resource, entry, path, actions)),
        ),
      ]);
  },
};

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
