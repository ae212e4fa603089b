import { kindsByName } from '../language/commonFields.js';
import type { Project, Resource } from '../language/project.js';
import { isObject } from '../model/json.js';
import { namesIn, namesOf, ownersIn } from '../language/names.js';
import { channelsOf } from '../vocabulary/kinds/template.js';
import type { KindWord, Vocabulary } from '../vocabulary/word.js';
import type { Automation } from './automation.js';
import { ownersAmong, type Library } from './readLibrary.js';

/** What a project needs of the library for some automations. */
export interface Brought {
  /** Documents that the project lacks. */
  readonly documents: readonly Resource[];
  /** Items that a list of a resource of the project lacks: a status of its group. */
  readonly items: readonly BroughtItem[];
  /** Of the library, named by what is brought, of which the project has its own. */
  readonly met: readonly Resource[];
}

export interface BroughtItem {
  /** That of the project. */
  readonly resource: Resource;
  readonly field: string;
  readonly code: string;
  readonly item: Readonly<Record<string, unknown>>;
}

/**
 * Everything that the automations name and the project does not have: by reference, by a code in an expression, text or test, by a
 * custom field; and what those name, to the end. Their own documents are always needed.
 */
export function broughtFor(
  automations: readonly Automation[],
  project: Project,
  library: Library,
  words: Vocabulary,
): Brought {
  const { objects } = library;
  const own = automations.flatMap(({ resources }) => resources);
  const owners = ownersAmong(own, words);
  const ownerOf = (name: string): Resource | undefined => owners.get(name) ?? library.owners.get(name);
  const answered = new Set(ownersIn(project, words).keys());
  const documents = new Map<string, Resource>();
  const met = new Map<string, Resource>();
  const items: BroughtItem[] = [];
  const wanted: string[] = [];

  const bring = (resource: Resource): void => {
    if (project.byAddress.has(resource.address)) met.set(resource.address, resource);
    else {
      documents.set(resource.address, resource);
      for (const name of namesOf(resource, wordOf(resource, words), words)) answered.add(name);
    }
    wanted.push(...needsOf(resource, words, objects, project));
  };
  const take = (name: string): void => {
    const resource = ownerOf(name);
    if (resource === undefined) return;
    const there = project.byAddress.get(resource.address);
    if (answered.has(name)) {
      if (there !== undefined) met.set(resource.address, resource);
      return;
    }
    answered.add(name);
    if (there === undefined) return bring(resource);
    const found = itemNamed(name, resource, there, words);
    if (found === undefined) return;
    items.push(found.brought);
    wanted.push(...namesIn(resource, words, objects, [found.brought.field, found.index]));
  };

  own.forEach(bring);
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) take(name);
  return { documents: [...documents.values()], items, met: [...met.values()] };
}

/** What a document names; a message also needs its channels, and rules for when it may reach people. */
function needsOf(
  resource: Resource,
  words: Vocabulary,
  objects: Library['objects'],
  project: Project,
): readonly string[] {
  const named = [...namesIn(resource, words, objects)];
  if (resource.kind !== 'Template') return named;
  const channels = channelsOf(resource.spec).map((type) => `Channel ${type}`);
  return [...named, ...channels, ...(project.ofKind('Policy').length === 0 ? ['Policy default'] : [])];
}

/** The item of a list by which a resource answers to a name. Only lists of the CRM take more items: the order of a Segmentation decides who is in. */
function itemNamed(
  name: string,
  resource: Resource,
  there: Resource,
  words: Vocabulary,
): { readonly brought: BroughtItem; readonly index: number } | undefined {
  const word = wordOf(resource, words);
  if (word.executor !== 'api') return undefined;
  for (const [field, key] of Object.entries(word.listKeys ?? {})) {
    const list: readonly unknown[] = Array.isArray(resource.spec[field]) ? resource.spec[field] : [];
    const index = list.findIndex((item) =>
      namesOf({ ...resource, spec: { ...resource.spec, [field]: [item] } }, word, words).includes(name),
    );
    const item = list[index];
    if (isObject(item)) return { brought: { resource: there, field, code: String(item[key]), item }, index };
  }
  return undefined;
}

function wordOf({ kind }: Resource, words: Vocabulary): KindWord {
  return kindsByName(words).get(kind)!; // read with these words
}
