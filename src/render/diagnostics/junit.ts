import type { Diagnostic } from '../../model/diagnostic.js';
import { countOf, fullMessage, type Findings } from './findings.js';

/**
 * JUnit XML: a test case for each error and warning, as readers take one failure of a case; notes go to the output of one that passed for
 * their file.
 */
export function diagnosticsAsJunit(findings: Findings): string {
  const byFile = Map.groupBy(findings.diagnostics, (diagnostic) => diagnostic.file ?? 'project');
  const cases = [...byFile].flatMap(([file, diagnostics]) => casesOf(file, diagnostics));
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

function casesOf(file: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  const notes = diagnostics.filter(({ severity }) => severity === 'note').map(textOf);
  const failed = diagnostics
    .filter(({ severity }) => severity !== 'note')
    .map((diagnostic) => {
      const { code, message } = diagnostic;
      const failure = `      <failure type="${code}" message="${escape(message)}">${escape(textOf(diagnostic))}</failure>`;
      return testCase(`${placeOf(diagnostic) || file} ${code}`, failure);
    });
  if (notes.length === 0) return failed;
  return [...failed, testCase(file, `      <system-out>${escape(notes.join('\n'))}</system-out>`)];
}

function testCase(name: string, content: string): string {
  return [`    <testcase classname="validate" name="${escape(name)}">`, content, '    </testcase>'].join('\n');
}

function textOf(diagnostic: Diagnostic): string {
  return `${placeOf(diagnostic)} ${diagnostic.code} ${fullMessage(diagnostic)}`.trimStart();
}

function placeOf(diagnostic: Diagnostic): string {
  return [diagnostic.file, diagnostic.line, diagnostic.column].filter((part) => part !== undefined).join(':');
}

function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };
  return text.replace(/[^\t\n\u0020-\uFFFD]/g, '').replace(/[&<>"\n]/g, (character) => names[character] ?? character);
}
