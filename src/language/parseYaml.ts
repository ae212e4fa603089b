import { parseAllDocuments, type Document } from 'yaml';

/** The documents of a file: YAML 1.2, core schema. `undefined`: nested too deeply for the parser, which is recursive. */
export function parseYaml(text: string): readonly Document.Parsed[] | undefined {
  try {
    const documents = parseAllDocuments(text, {
      version: '1.2',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The end of the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
