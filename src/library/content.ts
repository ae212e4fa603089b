import { itemOf } from '../import/document.js';
import { withDocuments } from '../import/file.js';
import { withItems } from '../import/items.js';
import { kindsByName } from '../language/commonFields.js';
import { ownersIn } from '../language/names.js';
import type { Project, Resource, SourceFile } from '../language/project.js';
import { configFile } from '../language/readConfig.js';
import { isObject } from '../model/json.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { Automation } from './automation.js';
import type { Brought, BroughtItem } from './brought.js';
import { documentText, withoutItems } from './documents.js';
import { placeInProject } from './places.js';
import type { ProjectTexts } from './projectTexts.js';
import type { Library } from './readLibrary.js';
import { missingShopKeys, withShopKeys } from './shopKeys.js';

/** The files that get another text, sorted; `shop`: the texts of the shop that crmctl.yaml gets. */
export function contentOf(
  brought: Brought,
  automations: readonly Automation[],
  project: Project,
  texts: ProjectTexts,
  library: Library,
  words: Vocabulary,
): { readonly files: readonly SourceFile[]; readonly shop: Readonly<Record<string, string | number>> } {
  const there = new Map(texts.files.map(({ path, text }) => [path, text]));
  const written = new Map<string, string>();
  const current = (path: string): string | undefined =>
    written.get(path) ?? there.get(path) ?? texts.attachments.get(path);
  for (const [file, items] of Map.groupBy(brought.items, ({ resource }) => resource.file))
    written.set(file, withItems(current(file) ?? '', items.map(additionOf)));
  for (const [file, documents] of Map.groupBy(brought.documents, ({ file }) => file)) {
    const path = placeInProject(file);
    const text = library.texts.get(file) ?? '';
    const whole = library.project.resources.filter((resource) => resource.file === file);
    const parts = documents.map((document) => trimmed(document, text, project, words));
    const isCopy = current(path) === undefined && parts.every(({ cut }) => !cut) && whole.length === documents.length;
    written.set(
      path,
      isCopy
        ? text
        : withDocuments(
            current(path),
            parts.map((part) => part.text),
          ),
    );
  }
  const beside = [...automations.flatMap(({ files }) => files), ...besidePool(brought, library)];
  for (const file of beside.filter((path) => !/\.ya?ml$/.test(path))) {
    const path = placeInProject(file);
    if (current(path) === undefined) written.set(path, library.texts.get(file) ?? '');
  }
  const missing = missingShopKeys(brought.documents, project, library);
  if (Object.keys(missing).length > 0) written.set(configFile, withShopKeys(current(configFile) ?? '', missing));
  return {
    files: [...written].map(([path, text]) => ({ path, text })).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    shop: missing,
  };
}

/** After the last item of the project's list. */
function additionOf({ resource, field, item }: BroughtItem): Parameters<typeof withItems>[1][number] {
  const list = resource.spec[field];
  const place = resource.locate([field, Array.isArray(list) ? list.length - 1 : 0]);
  return { ...place, text: itemOf(item), side: 'after' };
}

/** A document without the codes inside it that the project declares somewhere else. */
function trimmed(
  document: Resource,
  file: string,
  project: Project,
  words: Vocabulary,
): { readonly text: string; readonly cut: boolean } {
  const text = documentText(file, document);
  const word = kindsByName(words).get(document.kind)!; // read with these words
  const known = ownersIn(project, words);
  for (const [field, key] of Object.entries(word.listKeys ?? {})) {
    const items = Array.isArray(document.spec[field]) ? document.spec[field].filter(isObject) : [];
    const taken = items.filter((item) =>
      Object.entries(word.declares?.({ ...document.spec, [field]: [item] }) ?? {}).some(([enumeration, codes]) =>
        codes.some((code) => code === item[key] && known.has(`${enumeration} ${code}`)),
      ),
    );
    if (taken.length > 0)
      return { text: withoutItems(text, field, new Set(taken.map((item) => String(item[key])))), cut: true };
  }
  return { text, cut: false };
}

/** Files beside the brought documents of the pool: the HTML of a fragment. */
function besidePool({ documents }: Brought, library: Library): readonly string[] {
  const stems = new Set(documents.map(({ file }) => file.replace(/\.ya?ml$/, '.')));
  return [...library.texts.keys()].filter((path) => [...stems].some((stem) => path.startsWith(stem)));
}
