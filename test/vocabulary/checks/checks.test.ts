import { describe, expect, it } from 'vitest';
import { compileSites } from '../../../src/language/compile.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { projectOf } from '../projectOf.js';
import { cases } from './cases.js';

describe.each(vocabulary.checks)('$code $name', (check) => {
  const known = cases[check.code];
  const run = (text: string) => {
    const account = known?.account;
    const project = { ...projectOf(text), ...(account && { account }) };
    return check.run(project, vocabulary, compileSites(project, vocabulary));
  };

  it('has a project that is right and one that is not', () => {
    expect(known?.good.length).toBeGreaterThan(0);
    expect(known?.bad.length).toBeGreaterThan(0);
  });

  it.each(known?.good ?? [])('is content with project %#', (project) => {
    expect(run(project)).toEqual([]);
  });

  it.each(known?.bad ?? [])('finds "$finds"', ({ project, finds, line, suggests, severity }) => {
    const found = run(project);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: check.code, file: 'shop.yaml', line });
    expect(found[0]!.message).toContain(finds);
    expect(found[0]!.column).toBeGreaterThan(0);
    if (suggests !== undefined) expect(found[0]!.suggestion).toContain(suggests);
    if (severity !== undefined) expect(found[0]!.severity).toBe(severity);
  });
});

describe('the checks', () => {
  it('have codes of their own, in order', () => {
    const codes = vocabulary.checks.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });
});
