import {
  Document,
  isCollection,
  type DocumentOptions,
  type ParseOptions,
  type ParsedNode,
  type Schema,
  type SchemaOptions,
} from 'yaml';
import { readContents } from './block.js';
import { isUnusual, nextLine, skipLines, unusual, type Reading } from './reading.js';

type Options = ParseOptions & DocumentOptions & SchemaOptions & { readonly schema: Schema };

/**
 * The documents of a file as the library gives them, every range included, but without comments and blank lines, if it is written in the
 * usual part of YAML: block maps and lists, `{ }` and `[ ]`, plain and quoted scalars of one line, literal and folded texts, comments, `---`.
 *
 * Why beside a library: it carries every piece of a line through four generators, which took two fifths of what a command does with a big
 * project; nearly no file needs that. This reader knows no error. At the first character that is unusual or not certainly right it gives
 * the whole file back (`undefined`), so that everything else that YAML can say, and all that is wrong, stays in one place, the library.
 */
export function readUsual(text: string, options: Options): Document.Parsed[] | undefined {
  if (odd.test(text)) return undefined;
  try {
    return readDocuments({ text, schema: options.schema, at: 0, column: 0, comment: -1, depth: 0 }, options);
  } catch (error) {
    if (isUnusual(error)) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns, other control characters, line breaks that only some know, byte order marks. */
const odd = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]/;

function readDocuments(reading: Reading, options: Options): Document.Parsed[] {
  const documents: Document.Parsed[] = [];
  skipLines(reading, 0);
  do {
    const start = reading.at;
    if (reading.column < 0) passMarker(reading);
    const contents = readContents(reading);
    if (reading.column >= 0) unusual();
    documents.push(documentOf(contents, start, reading, options));
  } while (reading.at < reading.text.length);
  return documents;
}

/** `---` alone on its line. */
function passMarker(reading: Reading): void {
  const { text, at } = reading;
  const next = nextLine(text, at);
  if (text.slice(at, next).trimEnd() !== '---') unusual();
  skipLines(reading, next);
}

function documentOf(contents: ParsedNode, start: number, reading: Reading, options: Options): Document.Parsed {
  const document = new Document<ParsedNode>(undefined, options) as Document.Parsed;
  const end = contents.range[2];
  document.contents = contents;
  // Behind a collection in brackets a document goes on for one line.
  const last =
    isCollection(contents) && contents.flow === true ? Math.min(nextLine(reading.text, end), reading.at) : reading.at;
  document.range = [start, end, last];
  return document;
}
