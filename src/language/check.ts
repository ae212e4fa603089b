import { byPlace, type Diagnostic } from '../model/diagnostic.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { CompiledSites } from './compileSites.js';
import { checkSites } from './checkSites.js';
import type { Project } from './project.js';
import { silence } from './silence.js';

/**
 * Everything that is wrong with a project, in one list sorted by place: what reading found, what compiling its conditions,
 * values and texts found, names that lead nowhere, and every check of the vocabulary; without what comments silence.
 */
export function checkProject(
  project: Project,
  words: Vocabulary,
  compiled: Pick<CompiledSites, 'diagnostics' | 'expression'>,
): readonly Diagnostic[] {
  const found = [
    ...project.diagnostics,
    ...compiled.diagnostics.filter((diagnostic) => !project.diagnostics.some((known) => covers(known, diagnostic))),
    ...checkSites(project, words),
    ...words.checks.flatMap((check) => check.run(project, words, compiled)),
  ];
  const withLines = found.map((diagnostic) => withSourceLine(diagnostic, project));
  return unique([...silence(withLines, project)].sort(byPlace));
}

/** What YAML cut or bent is reported once, not again by the compiler that got the rest. */
function covers(reading: Diagnostic, later: Diagnostic): boolean {
  return (
    reading.severity === 'error' &&
    reading.file === later.file &&
    reading.line === later.line &&
    reading.line === reading.endLine &&
    (reading.column ?? 0) <= (later.column ?? 0) &&
    (later.column ?? 0) < (reading.endColumn ?? 0)
  );
}

function withSourceLine(diagnostic: Diagnostic, project: Project): Diagnostic {
  if (diagnostic.sourceLine !== undefined || diagnostic.file === undefined || diagnostic.line === undefined)
    return diagnostic;
  const sourceLine = project.sourceLine(diagnostic.file, diagnostic.line);
  return sourceLine === undefined ? diagnostic : { ...diagnostic, sourceLine };
}

/** The same finding of two passes is one. */
function unique(sorted: readonly Diagnostic[]): readonly Diagnostic[] {
  return sorted.filter((diagnostic, index) => {
    const before = sorted[index - 1];
    return before === undefined || byPlace(before, diagnostic) !== 0;
  });
}
