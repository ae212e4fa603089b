import type { Diagnostic, Severity } from '../../model/diagnostic.js';
import type { Colour } from '../colour.js';
import { countOf, docsOf, explainOf, type Findings } from './findings.js';

/**
 * For people: `file:line:column  severity  CODE  message`, the source line with a caret, the suggestion; one summary
 * line at the end that can be grepped.
 */
export function diagnosticsAsText(findings: Findings, colour: Colour): string {
  const blocks = findings.diagnostics.map((diagnostic) => diagnosticAsText(diagnostic, colour));
  return [...blocks, ...more(findings, colour), summary(findings, colour)].join('\n\n') + '\n';
}

function more({ diagnostics: [first] }: Findings, colour: Colour): readonly string[] {
  return first === undefined ? [] : [colour.dim(`${explainOf(first.code)} tells more.`)];
}

/** One finding, without a line end. */
export function diagnosticAsText(diagnostic: Diagnostic, colour: Colour): string {
  const place = [diagnostic.file, diagnostic.line, diagnostic.column].filter((part) => part !== undefined).join(':');
  const paint = painter(diagnostic.severity, colour);
  const head = [colour.bold(place || 'project'), paint(diagnostic.severity), diagnostic.code, diagnostic.message].join(
    '  ',
  );
  const hint = [
    ...(diagnostic.suggestion === undefined ? [] : [diagnostic.suggestion]),
    colour.dim(docsOf(diagnostic.code)),
  ].join('   ');
  return [head, ...excerpt(diagnostic, paint, colour), `  = ${hint}`].join('\n');
}

function excerpt(diagnostic: Diagnostic, paint: (text: string) => string, colour: Colour): readonly string[] {
  const { sourceLine, line, column } = diagnostic;
  if (sourceLine === undefined || line === undefined || column === undefined) return [];
  const number = String(line);
  const margin = ' '.repeat(number.length);
  const before = sourceLine.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return [
    `  ${colour.dim(`${number} |`)} ${sourceLine}`,
    `  ${colour.dim(`${margin} |`)} ${before}${paint('^'.repeat(caretWidth(diagnostic, sourceLine, column)))}`,
  ];
}

/** At least one caret, at most to the end of the line; what goes on in the next line is marked to the end of this one. */
function caretWidth(diagnostic: Diagnostic, sourceLine: string, column: number): number {
  const end = sourceLine.trimEnd().length + 1;
  const sameLine = diagnostic.endLine === undefined || diagnostic.endLine === diagnostic.line;
  const until = sameLine ? (diagnostic.endColumn ?? column + 1) : end;
  return Math.max(1, Math.min(until, end) - column);
}

function painter(severity: Severity, colour: Colour): (text: string) => string {
  return { error: colour.red, warning: colour.yellow, note: colour.cyan }[severity];
}

function summary(findings: Findings, colour: Colour): string {
  const [errors, warnings, notes] = (['error', 'warning', 'note'] as const).map((severity) =>
    plural(countOf(findings, severity), severity),
  );
  const size = `${plural(findings.resources, 'resource')} in ${plural(findings.files, 'file')}`;
  if (countOf(findings, 'error') > 0) return `${errors!}, ${warnings!}, ${notes!} in ${size}.`;
  const rest = findings.diagnostics.length === 0 ? '' : `; ${warnings!}, ${notes!}`;
  const skipped = findings.skipped ?? [];
  const others = skipped.length === 0 ? '' : `; ${plural(skipped.length, 'document')} without a kind passed over`;
  return `${colour.green('Valid')}: ${size}${others}${rest}.`;
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
