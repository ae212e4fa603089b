import type { Diagnostic } from '../../model/diagnostic.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import type { SourceFile } from '../project.js';
import { formatFile } from './formatFile.js';

/** What `fmt` found, `crmctl.fmt/1`. */
export interface FormatReport {
  readonly format: 'crmctl.fmt/1';
  /** Files of ours that were looked at. */
  readonly files: number;
  /** Files that are, or with --check would be, written. */
  readonly changed: readonly string[];
  /** Files that could not be written anew without losing something: they stay as they are. */
  readonly kept: readonly string[];
  /** Why a file could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The files of a project that are not in the canonical form yet, in it. `problems`: files that could not be read at all. */
export function formatProject(
  files: readonly SourceFile[],
  problems: readonly Diagnostic[],
  words: Vocabulary,
): { readonly changed: readonly SourceFile[]; readonly report: FormatReport } {
  const results = files
    .map((file) => ({ file, result: formatFile(file, words) }))
    .filter(({ result }) => result.is !== 'foreign');
  const changed = results.flatMap(({ file, result }) =>
    result.is === 'formatted' && result.text !== file.text ? [{ path: file.path, text: result.text }] : [],
  );
  return {
    changed,
    report: {
      format: 'crmctl.fmt/1',
      files: results.length,
      changed: changed.map(({ path }) => path),
      kept: results.flatMap(({ file, result }) => (result.is === 'kept' ? [file.path] : [])),
      diagnostics: [
        ...problems,
        ...results.flatMap(({ result }) => (result.is === 'broken' ? result.diagnostics : [])),
      ],
    },
  };
}
