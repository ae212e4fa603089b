import { describe, expect, it } from 'vitest';
import { colours, plain } from '../../../src/render/colour.js';
import type { Findings } from '../../../src/render/diagnostics/findings.js';
import { diagnosticFormats, renderDiagnostics, type Rendering } from '../../../src/render/diagnostics/index.js';
import { sarifResults } from '../sarif.js';

const findings: Findings = {
  files: 3,
  resources: 7,
  diagnostics: [
    {
      severity: 'error',
      code: 'CRM203',
      message: 'order has no field "totalSum"',
      file: 'triggers/thanks.yaml',
      line: 5,
      column: 13,
      endLine: 5,
      endColumn: 21,
      address: 'trigger/thanks',
      suggestion: 'did you mean "totalSumm"?',
      sourceLine: 'when: order.totalSum > 100 && "a" < "b" # 100%',
    },
    {
      severity: 'warning',
      code: 'CRM307',
      message: 'the project has no Channel of the type sms, such messages are skipped',
      file: 'triggers/thanks.yaml',
      line: 8,
      column: 2,
      endLine: 9,
      endColumn: 4,
      address: 'trigger/thanks',
      sourceLine: '\tsend: {template: thanks}',
    },
    {
      severity: 'note',
      code: 'CRM303',
      message: '"b" also matches <some> & "others"',
      file: 'сегменты.yaml',
      line: 12,
      column: 1,
      address: 'segmentation/rf',
    },
    {
      severity: 'error',
      code: 'CRM100',
      message: 'there is no crmctl.yaml',
      suggestion: 'crmctl init makes a project',
    },
  ],
};
const clean: Findings = { files: 1, resources: 1, diagnostics: [] };
const rendering: Rendering = {
  colour: plain,
  width: Infinity,
  failed: true,
  version: '0.1.0',
  rules: [
    { code: 'CRM203', name: 'unknown-field', doc: 'The object has no such field.' },
    { code: 'CRM303', name: 'segments-overlap', doc: 'Two segments match the same customer.' },
  ],
};

describe('findings', () => {
  it.each(diagnosticFormats)('are rendered as %s', async (format) => {
    await expect(renderDiagnostics(format, findings, rendering)).toMatchFileSnapshot(
      `../../golden/diagnostics/findings.${format}.txt`,
    );
  });

  it.each(diagnosticFormats)('that are none are rendered as %s', async (format) => {
    await expect(renderDiagnostics(format, clean, { ...rendering, failed: false })).toMatchFileSnapshot(
      `../../golden/diagnostics/clean.${format}.txt`,
    );
  });

  it('put the caret under what they are about, also after a tab', () => {
    const lines = renderDiagnostics('human', findings, rendering).split('\n');
    const at = lines.findIndex((line) => line.includes('totalSum > 100'));
    expect(lines[at + 1]!.indexOf('^')).toBe(lines[at]!.indexOf('totalSum'));
    expect(lines[at + 1]!.match(/\^+/)?.[0]).toHaveLength('totalSum'.length);
    const tabbed = lines.findIndex((line) => line.includes('\tsend'));
    expect(lines[tabbed + 1]!.split('|')[1]).toMatch(/^ \t\^+$/);
  });

  it('use colour only when it is on', () => {
    const escape = String.fromCharCode(27);
    expect(renderDiagnostics('human', findings, rendering)).not.toContain(escape);
    expect(renderDiagnostics('human', findings, { ...rendering, colour: colours(true) })).toContain(escape);
  });

  it('become SARIF results, each with its level, its text and its place', () => {
    const results = sarifResults(renderDiagnostics('sarif', findings, rendering));
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual(
      findings.diagnostics.map(({ code, severity }) => [code, severity]),
    );
    expect(results.map(({ locations = [] }) => locations[0]?.physicalLocation?.region?.startLine)).toEqual(
      findings.diagnostics.map(({ line }) => line),
    );
  });

  it('become a SARIF log also when there is none', () => {
    expect(sarifResults(renderDiagnostics('sarif', clean, rendering))).toEqual([]);
  });

  it('name files in SARIF as relative addresses, whatever is in their names', () => {
    const file = 'триггеры/1 #новый? 100%.yaml';
    const one = { ...findings, diagnostics: [{ ...findings.diagnostics[0]!, file }] };
    const [result] = sarifResults(renderDiagnostics('sarif', one, rendering));
    const uri = result?.locations?.[0]?.physicalLocation?.artifactLocation.uri ?? '';
    expect(decodeURIComponent(new URL(uri, 'file:///project/').pathname)).toBe(`/project/${file}`);
  });

  it('keep their fingerprint for GitLab when they only move', () => {
    const moved = {
      ...findings,
      diagnostics: findings.diagnostics.map((each) => ({
        ...each,
        ...(each.line !== undefined && { line: each.line + 7 }),
      })),
    };
    const prints = (some: Findings) =>
      (JSON.parse(renderDiagnostics('gitlab', some, rendering)) as { fingerprint: string }[]).map(
        ({ fingerprint }) => fingerprint,
      );
    expect(prints(moved)).toEqual(prints(findings));
    const twice = { ...findings, diagnostics: [findings.diagnostics[0]!, findings.diagnostics[0]!] };
    expect(new Set(prints(twice)).size).toBe(2);
  });

  it('names for people the command that tells of the first of the gravest', () => {
    const byPlace = { ...findings, diagnostics: findings.diagnostics.toReversed().slice(1) };
    expect(renderDiagnostics('human', byPlace, rendering)).toContain('\ncrmctl explain CRM203 tells more.\n');
  });
});
