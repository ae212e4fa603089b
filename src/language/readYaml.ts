import { Scalar, visit, type Document, type YAMLError } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.js';
import { findEaten } from './eaten.js';
import { finding } from './finding.js';
import { parseYaml } from './parseYaml.js';
import type { SourceFile } from './project.js';
import { lineEnd, quoted, quotedLine } from './quoting.js';
import { sourceOf, type Source } from './source.js';
import { syntaxMessage } from './syntaxMessages.js';
import type { ValuePlaces } from './valuePlaces.js';

/** A file as YAML documents. A broken one could be read only in part. */
export interface YamlFile {
  readonly source: Source;
  readonly documents: readonly YamlDocument[];
}

export interface YamlDocument {
  readonly yaml: Document.Parsed;
  readonly broken: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file is read anew for each of them. */
const mostRepairs = 20;

/**
 * Parses a file. What YAML cannot read because a value should stand in quotes is reported once, in our words, with
 * the quoted line; then the file is read on as if it were quoted, so that everything else is found in the same run.
 */
export function readYaml(file: SourceFile, places: ValuePlaces): YamlFile {
  let source = sourceOf(file);
  const cuts: Diagnostic[] = [];
  const repaired = new Set<number>();
  for (;;) {
    const parsed = parseYaml(source.text);
    const cut = parsed
      .flatMap((document) => findEaten(source.text, document, places) ?? [])
      .find(({ start }) => !repaired.has(start));
    if (!cut || repaired.size === mostRepairs)
      return {
        source,
        documents: parsed.map((yaml, index) => documentOf(source, yaml, parsed[index + 1], cuts)),
      };
    const { start, end } = cut;
    repaired.add(start);
    cuts.push(finding(source, 'needsQuotes', start, end, cut.message, quotedLine(source.text, start, end)));
    const replacement = quoted(source.text, start, end);
    source = source.withRepair(start, end, replacement.text, replacement.origin);
  }
}

function documentOf(
  source: Source,
  yaml: Document.Parsed,
  next: Document.Parsed | undefined,
  cuts: readonly Diagnostic[],
): YamlDocument {
  const { line, endLine } = source.placeOf(yaml.range[0], next?.range[0] ?? source.text.length);
  const own = cuts.filter((cut) => line <= cut.line! && cut.line! <= endLine);
  const error = yaml.errors[0];
  return {
    yaml,
    broken: error !== undefined,
    diagnostics: error ? [...own, syntaxFinding(source, yaml, error)] : own,
  };
}

function syntaxFinding(source: Source, document: Document.Parsed, error: YAMLError): Diagnostic {
  const text = source.text;
  const open = openBefore(text, document, error);
  if (open !== undefined) {
    const quote = text[open] === '"' || text[open] === "'";
    const suggestion = quote
      ? 'close it, or put the whole value in the other kind of quotes'
      : `close it, and indent what is in it deeper than its key`;
    return finding(source, 'syntax', open, open + 1, `this ${text[open]!} is never closed`, suggestion);
  }
  const start = Math.min(error.pos[0], Math.max(0, text.length - 1));
  const end = Math.max(start, Math.min(error.pos[1], lineEnd(text, start)));
  const { message, suggestion } = syntaxMessage(error, text);
  return finding(source, 'syntax', start, end, message, suggestion);
}

/** Where the bracket or quote opens that an error of the parser misses the end of. */
function openBefore(text: string, document: Document.Parsed, error: YAMLError): number | undefined {
  const at = error.pos[0];
  const quote = error.code === 'MISSING_CHAR' && /quote/.test(error.message);
  if (!quote && !(error.code === 'BAD_INDENT' && /^Flow/.test(error.message))) return undefined;
  let found: number | undefined;
  visit(document, {
    Scalar: (_key, { range, type }) => {
      if (
        quote &&
        range &&
        (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE) &&
        range[0] < at &&
        at <= range[1] + 1
      )
        found = range[0];
    },
    Collection: (_key, { range, flow }) => {
      if (!quote && flow && range && range[1] <= at && !/[\]}]/.test(text[range[1] - 1] ?? '')) found = range[0];
    },
  });
  return found;
}
