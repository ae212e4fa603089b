import { configFile } from '../language/readConfig.js';
import { readProject } from '../language/readProject.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { broughtFor } from './brought.js';
import type { Library } from './readLibrary.js';
import { shopKeysIn } from './shopKeys.js';
import { variablesOf } from './todo.js';

/** An automation as `crmctl catalog` tells it. */
export interface CatalogEntry {
  readonly code: string;
  readonly name: string;
  readonly nameRu: string;
  readonly area: string;
  readonly summary: string;
  readonly covers: readonly string[];
  /** Codes of automations that do the same another way: a shop runs one of them. */
  readonly alternatives: readonly string[];
  /** Addresses of all that an empty project gets with it. */
  readonly kinds: readonly string[];
  /** What must be filled in or connected: `channel/email`, `custom-field/order.callAt`, `connection/chats`, `team/head`, `${SMS_URL}`, `shop.phone`. */
  readonly needs: readonly string[];
}

/** An entry with what only one of them shows. */
export interface FullEntry extends CatalogEntry {
  readonly readme: string;
  /** Below the library. */
  readonly files: readonly string[];
}

/** The catalog, in the order of the library. What is needed is found out, as by adding each to an empty project. */
export function catalogOf(library: Library, words: Vocabulary): readonly FullEntry[] {
  const empty = { path: configFile, text: 'version: 1\nname: empty\ntimezone: UTC\n' };
  const project = readProject([empty], new Map(), words);
  return library.automations.map((automation) => {
    const { documents } = broughtFor([automation], project, library, words);
    const { code, name, nameRu, area, summary, covers, alternatives, readme, files } = automation;
    const needed = documents.filter(({ kind }) => ['Channel', 'CustomField', 'Connection', 'Team'].includes(kind));
    const read = new Set(documents.flatMap(({ spec }) => shopKeysIn(spec)));
    const needs = [
      ...needed.map(({ address }) => address).toSorted(),
      ...new Set(
        documents.flatMap(({ kind, spec }) =>
          ['Channel', 'Connection'].includes(kind) ? variablesOf(spec).map((each) => `\${${each.name}}`) : [],
        ),
      ),
      ...Object.keys(library.shop).flatMap((key) => (read.has(key) ? [`shop.${key}`] : [])),
    ];
    const kinds = documents.map(({ address }) => address);
    return { code, name, nameRu, area, summary, covers, alternatives, kinds, needs, readme, files };
  });
}
