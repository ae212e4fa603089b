import { parse } from 'yaml';
import { kindsByName } from '../language/commonFields.js';
import { objectsOf } from '../language/compile.js';
import type { Project, Resource, SourceFile } from '../language/project.js';
import { configFile } from '../language/readConfig.js';
import { readProject } from '../language/readProject.js';
import type { ObjectWord } from '../language/scope.js';
import { byPlace, type Diagnostic } from '../model/diagnostic.js';
import { isObject } from '../model/json.js';
import { namesOf } from '../language/names.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { areas, type Automation } from './automation.js';
import { readAbout } from './automationFile.js';

/** The library of automations, read whole. */
export interface Library {
  /** By area, then by code. */
  readonly automations: readonly Automation[];
  /** Pool and automations as one project, for what they name. */
  readonly project: Project;
  /** Objects with the custom fields of all of it. */
  readonly objects: Readonly<Record<string, ObjectWord>>;
  /** Of the pool, who answers to a name. */
  readonly owners: ReadonlyMap<string, Resource>;
  /** Texts of all files, by path below the library. */
  readonly texts: ReadonlyMap<string, string>;
  /** Sample values of the shop keys. */
  readonly shop: Readonly<Record<string, string | number>>;
  /** What is wrong with it: nothing in a release. */
  readonly diagnostics: readonly Diagnostic[];
}

const shopFile = 'shop.yaml';
const aboutFile = 'automation.yaml';
/** Folder of the pool below the library. */
export const poolFolder = 'shared';

/** Reads the library from the texts of its files: `shared/…`, `<area>/<code>/…`, `shop.yaml`. */
export function readLibrary(files: readonly SourceFile[], words: Vocabulary): Library {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const shop = samplesIn(texts.get(shopFile) ?? '');
  const documents = files.filter(
    ({ path }) => /\.ya?ml$/.test(path) && path !== shopFile && !path.endsWith(`/${aboutFile}`),
  );
  const project = readProject([configOf(shop), ...documents], texts, words);
  const byFolder = Map.groupBy(project.resources, ({ file }) => folderOf(file));
  const found = files
    .filter(({ path }) => path.endsWith(`/${aboutFile}`))
    .map((file) => {
      const folder = folderOf(file.path);
      const { about, diagnostics } = readAbout(file);
      const [area = '', code = ''] = folder.split('/');
      const own = files.map(({ path }) => path).filter((path) => folderOf(path) === folder && path !== file.path);
      const readme = texts.get(`${folder}/README.md`) ?? '';
      const resources = byFolder.get(folder) ?? [];
      return { automation: { code, area, ...about, readme, resources, files: own }, diagnostics };
    });
  const pool = project.resources.filter(({ file }) => file.startsWith(`${poolFolder}/`));
  return {
    automations: found.map(({ automation }) => automation).toSorted(byArea),
    project,
    objects: objectsOf(project, words),
    owners: ownersAmong(pool, words),
    texts,
    shop,
    diagnostics: [...project.diagnostics, ...found.flatMap(({ diagnostics }) => diagnostics)].sort(byPlace),
  };
}

/** `calls/call-back-ladder` of a file of an automation; `shared/teams` of one of the pool. */
function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/');
}

/** The first of the resources that answers to each name. */
export function ownersAmong(resources: readonly Resource[], words: Vocabulary): ReadonlyMap<string, Resource> {
  const kinds = kindsByName(words);
  const names = resources.flatMap((resource) =>
    namesOf(resource, kinds.get(resource.kind)!, words).map((name): [string, Resource] => [name, resource]),
  );
  return new Map(names.reverse());
}

function byArea(a: Automation, b: Automation): number {
  const order: readonly string[] = areas;
  return order.indexOf(a.area) - order.indexOf(b.area) || (a.code < b.code ? -1 : 1);
}

function samplesIn(text: string): Readonly<Record<string, string | number>> {
  const values: unknown = parse(text);
  if (!isObject(values)) return {};
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [],
    ),
  );
}

function configOf(shop: Library['shop']): SourceFile {
  const config = { version: 1, name: 'library', timezone: 'Europe/Moscow', currency: 'RUB', locale: 'ru', shop };
  return { path: configFile, text: JSON.stringify(config) };
}
