import type { Diagnostic } from '../../model/diagnostic.js';
import { countOf, fullMessage, type Findings } from './findings.js';

/** JUnit XML: a test case per file with findings; errors and warnings are failures, notes go to system-out. */
export function diagnosticsAsJunit(findings: Findings): string {
  const byFile = Map.groupBy(findings.diagnostics, (diagnostic) => diagnostic.file ?? 'project');
  const cases = [...byFile].map(([file, diagnostics]) => testCase(file, diagnostics));
  const clean = Math.max(0, findings.files - byFile.size);
  const passed =
    clean > 0 ? [`    <testcase classname="validate" name="${String(clean)} files without findings"/>`] : [];
  const failures = countOf(findings, 'error') + countOf(findings, 'warning');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="crmctl validate" tests="${String(cases.length + passed.length)}" failures="${String(failures)}" errors="0" skipped="0">`,
    ...cases,
    ...passed,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(file: string, diagnostics: readonly Diagnostic[]): string {
  const failures = diagnostics
    .filter((diagnostic) => diagnostic.severity !== 'note')
    .map((diagnostic) => {
      const text = `${placeOf(diagnostic)} ${diagnostic.code} ${fullMessage(diagnostic)}`;
      return `      <failure type="${diagnostic.code}" message="${escape(diagnostic.message)}">${escape(text)}</failure>`;
    });
  const notes = diagnostics
    .filter((diagnostic) => diagnostic.severity === 'note')
    .map((note) => `${placeOf(note)} ${note.code} ${fullMessage(note)}`);
  const out = notes.length > 0 ? [`      <system-out>${escape(notes.join('\n'))}</system-out>`] : [];
  return [`    <testcase classname="validate" name="${escape(file)}">`, ...failures, ...out, '    </testcase>'].join(
    '\n',
  );
}

function placeOf(diagnostic: Diagnostic): string {
  return [diagnostic.file, diagnostic.line, diagnostic.column].filter((part) => part !== undefined).join(':');
}

function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };
  return text.replace(/[^\t\n\u0020-\uFFFD]/g, '').replace(/[&<>"\n]/g, (character) => names[character] ?? character);
}
