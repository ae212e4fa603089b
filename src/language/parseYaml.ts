import { parseAllDocuments, Schema, type Document } from 'yaml';
import { readUsual } from './usualYaml/readUsual.js';

const options = { version: '1.2', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
/** With one schema for all files: otherwise the parser makes one for each document. */
export const libraryOptions = { ...options, schema: new Schema({ schema: 'core', resolveKnownTags: true }) };

/**
 * The documents of a file: YAML 1.2, core schema; what is read and where it stands, comments or not. `undefined`: nested too deeply for the
 * parser, which is recursive.
 */
export function parseYaml(text: string): readonly Document.Parsed[] | undefined {
  return readUsual(text, libraryOptions) ?? parseWithComments(text);
}

/** The same with all comments and blank lines, to be written again. */
export function parseWithComments(text: string): readonly Document.Parsed[] | undefined {
  try {
    const documents = parseAllDocuments(text, namesVersion(text) ? options : libraryOptions);
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The end of the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `%YAML 1.1`: another schema. */
function namesVersion(text: string): boolean {
  return text.includes('%YAML');
}
