import type { Path, Resource } from '../../language/project.js';
import type { Diagnostic, Severity } from '../../model/diagnostic.js';

/** A finding of a check about a part of a resource. */
export function findingAt(
  resource: Resource,
  path: Path,
  finding: {
    readonly severity: Severity;
    readonly code: string;
    readonly message: string;
    readonly suggestion?: string | undefined;
  },
  part?: 'key',
): Diagnostic {
  const { severity, code, message, suggestion } = finding;
  const { file, line, column, endLine, endColumn } = resource.locate(path, undefined, part);
  return {
    severity,
    code,
    message,
    file,
    line,
    column,
    endLine,
    endColumn,
    address: resource.address,
    ...(suggestion !== undefined && { suggestion }),
  };
}

/** `an order`, `a customer`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
