import { isMap, isScalar, parseAllDocuments, visit, type Document } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { documentShape, kindsByName } from '../commonFields.js';
import type { SourceFile } from '../project.js';
import { configFile, configShape } from '../readConfig.js';
import { readYaml } from '../readYaml.js';
import type { Shape } from '../shape.js';
import { valuePlaces } from '../valuePlaces.js';
import { markComments, placeComments } from './comments.js';
import { inOrder } from './inOrder.js';
import { meaningOf } from './meaning.js';
import { quoteEaten } from './quoteEaten.js';
import { asWritten, restyle } from './style.js';

export type Formatted =
  | { readonly is: 'formatted'; readonly text: string }
  /** None of its documents is ours: nothing in it is touched. Beside one of ours the others get its style, not its order of keys. */
  | { readonly is: 'foreign' }
  /** No YAML, also with quotes where they were missing. */
  | { readonly is: 'broken'; readonly diagnostics: readonly Diagnostic[] }
  /** It could not be written anew without losing something. */
  | { readonly is: 'kept' };

/** A file of the project in the one canonical form: keys in the order of their declaration, one style, comments kept. The form of a form is itself. */
export function formatFile(file: SourceFile, words: Vocabulary): Formatted {
  const text = quoteEaten({ ...file, text: file.text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') }, words);
  const { documents } = readYaml({ ...file, text }, valuePlaces(words));
  const broken = documents.flatMap((document) => (document.broken ? document.diagnostics : []));
  if (broken.length > 0) return { is: 'broken', diagnostics: broken };
  const before = parsed(text);
  if (before.length === 0) return { is: 'foreign' };
  const shapes = before.map((document, index) => shapeOf(document, file.path === configFile && index === 0, words));
  if (shapes.every((shape) => shape === undefined) && before.some(({ contents }) => !isNothing(contents)))
    return { is: 'foreign' };
  const meaning = meaningOf(before);
  const formatted = written(before, shapes, text);
  return meaningOf(parsed(formatted)) === meaning ? { is: 'formatted', text: formatted } : { is: 'kept' };
}

function written(documents: readonly Document.Parsed[], shapes: readonly (Shape | undefined)[], text: string): string {
  const texts = documents.map((document, index) => {
    // Before its anchor an alias means nothing.
    if (!hasAliases(document)) inOrder(document.contents, shapes[index]);
    markComments(document, text);
    restyle(document, text);
    return isNothing(document.contents) ? commentsOnly(document) : document.toString(format);
  });
  return placeComments(texts.filter((each) => each !== '').join('---\n'));
}

const format = { lineWidth: 0, flowCollectionPadding: false, indentSeq: true } as const;

function parsed(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    version: '1.2',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    customTags: asWritten,
  });
  return Array.isArray(documents) ? documents : [];
}

function shapeOf(document: Document.Parsed, isConfig: boolean, words: Vocabulary): Shape | undefined {
  if (isConfig) return configShape;
  const kind = isMap(document.contents) ? document.contents.get('kind') : undefined;
  const word = typeof kind === 'string' ? kindsByName(words).get(kind) : undefined;
  return word && documentShape(word);
}

function isNothing(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.value === null && !contents.source);
}

function commentsOnly({ commentBefore, comment, contents }: Document.Parsed): string {
  const all = [commentBefore, contents?.commentBefore, contents?.comment, comment];
  return all
    .flatMap((text) => (text ? [text.replace(/^/gm, '#')] : []))
    .map((text) => `${text}\n`)
    .join('\n');
}

function hasAliases(document: Document.Parsed): boolean {
  let found = false;
  visit(document, { Alias: () => ((found = true), visit.BREAK) });
  return found;
}
