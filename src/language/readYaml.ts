import { parseAllDocuments, Scalar, visit, type Document, type Node, type YAMLError } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.js';
import { finding } from './finding.js';
import { isInFlow } from './inFlow.js';
import type { SourceFile } from './project.js';
import { extentOf, lineEnd, ownerKey, quoted, quotedLine } from './quoting.js';
import { sourceOf, type Source } from './source.js';
import { syntaxMessage } from './syntaxMessages.js';
import type { ValuePlaces } from './valuePlaces.js';

/** A file as YAML documents. A broken one could be read only in part. */
export interface YamlFile {
  readonly source: Source;
  readonly documents: readonly YamlDocument[];
  /** Of the file as a whole. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface YamlDocument {
  readonly yaml: Document.Parsed;
  readonly broken: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a file. What YAML cannot read because a value should stand in quotes is reported once, in our words, with
 * the quoted line; then the file is read on as if it were quoted, so that everything else is found in the same run.
 */
export function readYaml(file: SourceFile, places: ValuePlaces): YamlFile {
  let source = sourceOf(file);
  const cuts: Diagnostic[] = [];
  const repaired = new Set<number>();
  for (;;) {
    const parsed = parse(source);
    if (!Array.isArray(parsed)) return { source, documents: [], diagnostics: [parsed] };
    const cut = parsed
      .flatMap((document) => findCut(source, document, places) ?? [])
      .find(({ start }) => !repaired.has(start));
    if (!cut)
      return {
        source,
        documents: parsed.map((yaml, index) => documentOf(source, yaml, parsed[index + 1], cuts)),
        diagnostics: [],
      };
    const { start, end } = cut;
    repaired.add(start);
    cuts.push(finding(source, 'needsQuotes', start, end, cut.message, quotedLine(source.text, start, end)));
    const replacement = quoted(source.text, start, end);
    source = source.withRepair(start, end, replacement.text, replacement.origin);
  }
}

function parse(source: Source): Document.Parsed[] | Diagnostic {
  try {
    const documents = parseAllDocuments(source.text, {
      version: '1.2',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The parser is recursive: thousands of nested brackets end its stack.
    if (error instanceof RangeError) return finding(source, 'syntax', 0, 0, 'the file is nested too deeply to be read');
    throw error;
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
    diagnostics: error ? [...own, syntaxFinding(source, error)] : own,
  };
}

function syntaxFinding(source: Source, error: YAMLError): Diagnostic {
  const start = Math.min(error.pos[0], Math.max(0, source.text.length - 1));
  const { message, suggestion } = syntaxMessage(error, source.text);
  return finding(
    source,
    'syntax',
    start,
    Math.max(start, Math.min(error.pos[1], lineEnd(source.text, start))),
    message,
    suggestion,
  );
}

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** The first value of a document that YAML stumbled over and that would be whole in quotes. */
function findCut(source: Source, document: Document.Parsed, places: ValuePlaces): Cut | undefined {
  const problems = [...document.errors.slice(0, 1), ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  for (const problem of problems) {
    const start = startOfValue(source.text, document, problem);
    const cut =
      start === undefined ? undefined : cutAt(source.text, document, start, places, problem.code === 'BAD_INDENT');
    if (cut) return cut;
  }
  return undefined;
}

function cutAt(
  text: string,
  document: Document.Parsed,
  start: number,
  places: ValuePlaces,
  throughComment: boolean,
): Cut | undefined {
  const key = ownerKey(text, start) ?? '';
  const expression = text[start] === '=' || places.expressions.has(key);
  if (!expression && text[start] !== '!' && !places.texts.has(key)) return undefined;
  const { end, balanced } = extentOf(text, start, isInFlow(document, start), throughComment);
  if (end === start || (expression && !balanced)) return undefined;
  const noun = expression ? 'expression' : 'text';
  return {
    start,
    end,
    message: `this ${noun} must stand in quotes: ${throughComment ? commentReason : reason(text, start, end)}`,
  };
}

const commentReason = 'YAML reads the rest behind " #" as a comment';

function reason(text: string, start: number, end: number): string {
  const first = text[start]!;
  if (first === '!') return 'YAML reads "!" at its beginning as a tag';
  if (first === '"' || first === "'") return 'YAML reads only the quoted part at its beginning';
  if (first === '[' || first === '{')
    return `YAML reads "${first}" at its beginning as a ${first === '[' ? 'list' : 'map'}`;
  if (/[%@`&*>|]/.test(first)) return `a YAML value cannot begin with "${first}"`;
  if (/:(\s|$)/.test(text.slice(start, end))) return 'YAML reads what stands before the colon as a key';
  return 'inside { } and [ ] YAML ends it at the first bracket or comma';
}

/** Where the value begins that an error or warning of the parser is about. */
function startOfValue(text: string, document: Document.Parsed, problem: YAMLError): number | undefined {
  const at = problem.pos[0];
  switch (problem.code) {
    case 'TAG_RESOLVE_FAILED':
      return text[at] === '!' ? at : undefined;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /:(\s|$)/.test(text.slice(at, lineEnd(text, at))) ? at : undefined;
    case 'BAD_SCALAR_START':
      return text[at - 1] === '{' ? at - 1 : at;
    case 'BAD_INDENT':
      return startBeforeComment(text, document, at);
    case 'UNEXPECTED_TOKEN':
    case 'MISSING_CHAR':
      return startOfNodeBefore(text, document, at);
    default:
      return undefined;
  }
}

/** Start of the outermost node that ends right before an offset, on the same line. */
function startOfNodeBefore(text: string, document: Document.Parsed, at: number): number | undefined {
  let found: number | undefined;
  visit(document, {
    Node: (_key, node: Node) => {
      const range = node.range;
      if (!range || range[0] >= range[1] || range[1] > at || /[^ \t]/.test(text.slice(range[1], at))) return;
      if (text.slice(range[0], range[1]).includes('\n')) return;
      if (found === undefined || range[0] < found) found = range[0];
    },
  });
  return found;
}

/** In a flow collection that was never closed: the value before the comment that swallowed the closing bracket. */
function startBeforeComment(text: string, document: Document.Parsed, at: number): number | undefined {
  let found: number | undefined;
  visit(document, {
    Scalar: (_key, node) => {
      const range = node.range;
      if (range && range[1] <= at && node.type === Scalar.PLAIN && /^[ \t]+#/.test(text.slice(range[1], range[1] + 80)))
        found = range[0];
    },
  });
  return found;
}
