import { Composer, Lexer, Parser, Schema, YAMLParseError, type CST, type Document } from 'yaml';
import { deepest } from './depth.js';
import { readUsual } from './usualYaml/readUsual.js';

const options = { version: '1.2', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
/** With one schema for all files: otherwise the parser makes one for each document. */
export const libraryOptions = { ...options, schema: new Schema({ schema: 'core', resolveKnownTags: true }) };

/** The documents of a file: YAML 1.2, core schema; what is read and where it stands, comments or not. */
export function parseYaml(text: string): readonly Document.Parsed[] {
  return readUsual(text, libraryOptions) ?? parseWithComments(text);
}

/** The same with all comments and blank lines, to be written again. */
export function parseWithComments(text: string): readonly Document.Parsed[] {
  const depth: { exceededAt?: number } = {};
  const composer = new Composer<Document.Parsed['contents'] & object>(namesVersion(text) ? options : libraryOptions);
  const documents = [...composer.compose(tokensOf(text, depth))];
  const at = depth.exceededAt;
  if (at !== undefined)
    documents.at(-1)?.errors.unshift(new YAMLParseError([at, at + 1], 'RESOURCE_EXHAUSTION', 'nested too deeply'));
  return documents;
}

/** The first is told; behind so many it is no YAML at all. */
const mostErrors = 100;

/** Up to the place where it is nested too deeply. */
function* tokensOf(text: string, depth: { exceededAt?: number }): Generator<CST.Token, void> {
  const parser = new Parser();
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      yield token;
      if (token.type === 'error') errors++;
    }
    if (errors > mostErrors) break;
    // The document itself is the first, and a scalar may be the last.
    if (parser.stack.length <= deepest + 2) continue;
    depth.exceededAt = parser.offset - lexeme.length;
    break;
  }
  yield* parser.end();
}

/** `%YAML 1.1`: another schema. */
function namesVersion(text: string): boolean {
  return text.includes('%YAML');
}
