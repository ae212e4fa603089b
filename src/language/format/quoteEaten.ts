import type { Vocabulary } from '../../vocabulary/word.js';
import { readingCodes } from '../codes.js';
import type { SourceFile } from '../project.js';
import { quoted } from '../quoting.js';
import { readDocument } from '../readDocument.js';
import { readYaml } from '../readYaml.js';
import { valuePlaces } from '../valuePlaces.js';

/** The text with everything in quotes that YAML would cut or bend (docs/language.md#quote-what-yaml-would-eat). */
export function quoteEaten(file: SourceFile, words: Vocabulary): string {
  const done = new Set<number>();
  let { text } = file;
  for (;;) {
    const found = eatenIn({ path: file.path, text }, words).find(({ start }) => !done.has(start));
    if (found === undefined) return text;
    done.add(found.start);
    text = text.slice(0, found.start) + quoted(text, found.start, found.end).text + text.slice(found.end);
  }
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

function eatenIn(file: SourceFile, words: Vocabulary): readonly Extent[] {
  const { source, documents } = readYaml(file, valuePlaces(words));
  const lines = lineStarts(file.text);
  const found = documents.flatMap(({ yaml, diagnostics }, index) => [
    ...diagnostics,
    ...readDocument(source, yaml, index, noFiles, words).diagnostics,
  ]);
  return found.flatMap(({ code, line = 0, column = 0, endLine = 0, endColumn = 0 }) =>
    code === readingCodes.needsQuotes.code
      ? [{ start: (lines[line - 1] ?? 0) + column - 1, end: (lines[endLine - 1] ?? 0) + endColumn - 1 }]
      : [],
  );
}

const noFiles = new Map<string, string>();

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
