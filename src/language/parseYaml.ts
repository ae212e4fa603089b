import { parseAllDocuments, Schema, type Document } from 'yaml';

const options = { version: '1.2', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;
// Otherwise the parser makes one for each document.
const ofCore = { ...options, schema: new Schema({ schema: 'core', resolveKnownTags: true }) };

/** The documents of a file: YAML 1.2, core schema. `undefined`: nested too deeply for the parser, which is recursive. */
export function parseYaml(text: string): readonly Document.Parsed[] | undefined {
  try {
    const documents = parseAllDocuments(text, namesVersion(text) ? options : ofCore);
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
