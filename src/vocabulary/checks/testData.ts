import { lookUpField, type FieldLookup } from '../../language/fieldPath.js';
import { didYouMean } from '../../language/nearest.js';
import type { Path, Project, Resource } from '../../language/project.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { isObject } from '../../model/json.js';
import { circumstanceKeys } from '../kinds/test.js';
import { channelTypes } from '../kinds/channel.js';
import type { ActionWord } from '../meaning/action.js';
import type { CheckWord, EventWord, Vocabulary } from '../word.js';
import { shortPath } from '../on/path.js';
import { leavesOf, type Leaf } from './leaves.js';
import { fieldsOfProject, type ProjectFields } from './projectFields.js';
import { findingAt } from './finding.js';

type Data = Readonly<Record<string, unknown>>;

/** What is not there never happens: a `never` about it would hold whatever the trigger does. */
export const testData: CheckWord = {
  code: 'CRM347',
  name: 'test-data',
  doc: 'A Test names a field, a code, a template or a part of an action that does not exist, so that it can never come about.',
  run: (project, words) => {
    const fields = fieldsOfProject(project, words);
    return project.ofKind('Test').flatMap((test) => [
      ...entriesOf(test, 'given').flatMap(({ name, value, path }) => {
        const complain = complainer(test);
        if (name === 'change')
          return isObject(value) ? changed(value, path, fields, complain).filter(isFirstOfItsPlace) : [];
        const event = words.events.find((word) => word.name === name);
        if (event === undefined || !isObject(value)) return [];
        return happened(event, value, path, fields, complain).filter(isFirstOfItsPlace);
      }),
      ...['expect', 'never'].flatMap((list) =>
        entriesOf(test, list).flatMap(({ name, value, path }) =>
          expected(name, value, path, project, words, fields, complainer(test)),
        ),
      ),
    ]);
  },
};

/** All values below a field that does not exist complain of it. */
function isFirstOfItsPlace({ line, column }: Diagnostic, index: number, all: readonly Diagnostic[]): boolean {
  return all.findIndex((other) => other.line === line && other.column === column) === index;
}

type Complain = (path: Path, message: string, suggestion: string | undefined, part?: 'key') => Diagnostic;

function complainer(test: Resource): Complain {
  return (path, message, suggestion, part) =>
    findingAt(test, path, { severity: 'error', code: 'CRM347', message, suggestion }, part);
}

/** What each entry is about: an event or an action, and its value. */
function entriesOf(test: Resource, list: string): readonly { name: string; value: unknown; path: Path }[] {
  const all = test.spec[list];
  return (Array.isArray(all) ? all : []).flatMap((entry: unknown, index) =>
    Object.entries(isObject(entry) ? entry : {}).flatMap(([name, value]) =>
      circumstanceKeys.has(name) ? [] : [{ name, value, path: [list, index, name] }],
    ),
  );
}

function changed(change: Data, path: Path, fields: ProjectFields, complain: Complain): readonly Diagnostic[] {
  if (change['order'] === undefined && change['customer'] === undefined) return [];
  const entity = change['order'] === undefined ? 'customer' : 'order';
  const { [entity]: _id, ...rest } = change;
  return leavesOf(rest, entity, path).flatMap((leaf) => unknownField(leaf, fields, complain));
}

/** The object itself, or data that hold objects. */
function happened(
  event: EventWord,
  value: Data,
  path: Path,
  fields: ProjectFields,
  complain: Complain,
): readonly Diagnostic[] {
  const isItself = (event.about === 'order' || event.about === 'customer') && !(event.about in value);
  if (isItself) return leavesOf(value, event.about, path).flatMap((leaf) => unknownField(leaf, fields, complain));
  const members: Readonly<Record<string, string>> = { order: 'order', customer: 'customer', ...event.carries };
  const known = new Set([...Object.keys(members), ...Object.keys(event.members ?? {}), ...Object.keys(event.example)]);
  return Object.entries(value).flatMap(([name, inner]) => {
    if (always.has(name)) return [];
    const here = [...path, name];
    const type = members[name];
    if (type !== undefined) return leavesOf(inner, type, here).flatMap((leaf) => unknownField(leaf, fields, complain));
    if (known.has(name)) return [];
    return [complain(here, `${event.name} carries no "${name}"`, didYouMean(name, known) ?? listOf(known), 'key')];
  });
}

/** Members that every event may have. */
const always = new Set(['changes', 'by', 'user']);

function expected(
  name: string,
  pattern: unknown,
  path: Path,
  project: Project,
  words: Vocabulary,
  fields: ProjectFields,
  complain: Complain,
): readonly Diagnostic[] {
  const word: Pick<ActionWord, 'name' | 'shows'> | undefined =
    name === 'refuse' ? { name, shows: ['validation', 'text'] } : words.actions.find((action) => action.name === name);
  if (word === undefined || pattern === null) return [];
  const { shows } = word;
  if (!isObject(pattern))
    return shows !== 'fields' && shows.includes('text')
      ? []
      : [complain(path, `what must match of \`${name}\` is a map`, `\`${name}: {}\` is any of them`)];
  if (shows === 'fields')
    return Object.entries(pattern).flatMap(([field, value]) =>
      unknownField({ field, value, path: [...path, field] }, fields, complain, false),
    );
  return Object.entries(pattern).flatMap(([member, value]) => {
    const here = [...path, member];
    if (!shows.includes(member))
      return [
        complain(
          here,
          `what \`${name}\` did does not show "${member}"`,
          didYouMean(member, shows) ?? listOf(shows),
          'key',
        ),
      ];
    if (typeof value !== 'string' || value.includes('*')) return [];
    const codes = codesOf(name, member, project);
    return codes === undefined || codes.includes(value)
      ? []
      : [
          complain(
            here,
            `there is no ${member === 'via' ? 'channel' : member} "${value}"`,
            didYouMean(value, codes) ?? listOf(codes),
          ),
        ];
  });
}

/** Resources that an effect may name. */
function codesOf(action: string, member: string, project: Project): readonly string[] | undefined {
  const kind = kinds[`${action}.${member}`];
  if (kind === undefined) return undefined;
  const resources = project.ofKind(kind);
  const codes = resources.map(({ code }) => code);
  return kind === 'Channel' ? [...codes, ...resources.map(({ spec }) => String(spec['type'])), ...channelTypes] : codes;
}

const kinds: Readonly<Record<string, string>> = {
  'send.template': 'Template',
  'send.via': 'Channel',
  'assign.team': 'Team',
  'bonus.program': 'Program',
  'http.connection': 'Connection',
  'refuse.validation': 'Validation',
};

/** What is read of the data though no expression names it so. */
const readBesides = ['customer.timezone', 'order.items.offer.groups', 'order.items.category'];

/** `isGiven`: codes that nobody declared may happen, too, so that only what looks like a slip is one. */
function unknownField(
  { field, value, path }: Leaf,
  { objects, codesOf }: ProjectFields,
  complain: Complain,
  isGiven = true,
): readonly Diagnostic[] {
  // A bare object is its id: `customer: 7`.
  const plain = field.replace(/^order\.customer\./, 'customer.');
  if (!field.includes('.') || readBesides.includes(plain)) return [];
  const found = [field, shortPath(plain)].map((each) => lookUpField(each, objects)).sort(foundFirst)[0]!;
  if ('unknown' in found) {
    const { of, unknown, suggestion } = found;
    const depth = path.lastIndexOf(unknown);
    return [
      complain(depth < 0 ? path : path.slice(0, depth + 1), `${of} has no field "${unknown}"`, suggestion, 'key'),
    ];
  }
  const codes = codesOf(found.type);
  if (codes === undefined || typeof value !== 'string' || value.includes('*') || codes.has(value)) return [];
  const near = didYouMean(value, [...codes]);
  if (isGiven && near === undefined) return [];
  const enumeration = found.type.type === 'string' ? found.type.enumeration : undefined;
  return [complain(path, `"${value}" is no ${enumeration ?? 'value'} of this project`, near ?? listOf(codes))];
}

function foundFirst(a: FieldLookup, b: FieldLookup): number {
  return Number('unknown' in a) - Number('unknown' in b);
}

function listOf(names: Iterable<string>): string | undefined {
  const shown = [...new Set(names)].sort().slice(0, 8);
  return shown.length === 0 ? undefined : `known: ${shown.join(', ')}`;
}
