import type { Diagnostic, Severity } from '../../model/diagnostic.js';
import type { Colour } from '../colour.js';
import type { Page } from '../page.js';
import { wrapLines } from '../wrap.js';
import { countOf, docsOf, explainOf, type Findings } from './findings.js';

/**
 * For people: `file:line:column  severity  CODE  message`, the source line with a caret, the suggestion; one summary
 * line at the end that can be grepped.
 */
export function diagnosticsAsText(findings: Findings, page: Page): string {
  const { colour } = page;
  const blocks = findings.diagnostics.map((diagnostic) => diagnosticAsText(diagnostic, page));
  return [...blocks, ...more(findings, colour), summary(findings, colour)].join('\n\n') + '\n';
}

/** Of the first that is as grave as any. */
function more({ diagnostics }: Findings, colour: Colour): readonly string[] {
  const gravest = (['error', 'warning', 'note'] as const).find((each) =>
    diagnostics.some(({ severity }) => severity === each),
  );
  const first = diagnostics.find(({ severity }) => severity === gravest);
  return first === undefined ? [] : [colour.dim(`${explainOf(first.code)} tells more.`)];
}

/** One finding, without a line end. */
export function diagnosticAsText(diagnostic: Diagnostic, page: Page): string {
  const { colour, width } = page;
  const place = [diagnostic.file, diagnostic.line, diagnostic.column].filter((part) => part !== undefined).join(':');
  const paint = painter(diagnostic.severity, colour);
  const head = [colour.bold(place || 'project'), paint(diagnostic.severity), diagnostic.code, diagnostic.message].join(
    '  ',
  );
  const hint = [
    ...(diagnostic.suggestion === undefined ? [] : [diagnostic.suggestion]),
    colour.dim(docsOf(diagnostic.code)),
  ].join('   ');
  return [wrapLines(head, width), ...excerpt(diagnostic, paint, page), wrapLines(`  = ${hint}`, width)].join('\n');
}

function excerpt(diagnostic: Diagnostic, paint: (text: string) => string, { colour, width }: Page): readonly string[] {
  const { sourceLine, line, column } = diagnostic;
  if (sourceLine === undefined || line === undefined || column === undefined) return [];
  const number = String(line);
  const margin = ' '.repeat(number.length);
  const carets = caretWidth(diagnostic, sourceLine, column);
  const { shown, at, length } = windowOn(sourceLine, column - 1, carets, width - number.length - 5);
  const before = shown.slice(0, at).replace(/[^\t]/g, ' ');
  return [
    `  ${colour.dim(`${number} |`)} ${shown}`,
    `  ${colour.dim(`${margin} |`)} ${before}${paint('^'.repeat(length))}`,
  ];
}

/** As much of a line as fits, with the marked part in it; `at` and `length` are where that stands then. */
function windowOn(
  line: string,
  at: number,
  length: number,
  room: number,
): { readonly shown: string; readonly at: number; readonly length: number } {
  if (line.length <= room) return { shown: line, at, length };
  const from = at + length <= room - 1 ? 0 : Math.max(0, Math.min(at - Math.floor(room / 3), line.length - room + 1));
  const isCut = from > 0;
  const inside = line.slice(from, from + room - (isCut ? 1 : 0));
  const isOpen = from + inside.length < line.length;
  const shown = `${isCut ? '…' : ''}${isOpen ? `${inside.slice(0, -1)}…` : inside}`;
  const start = at - from + (isCut ? 1 : 0);
  return { shown, at: start, length: Math.max(1, Math.min(length, shown.length - start)) };
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
