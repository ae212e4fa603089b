import { expect, it } from 'vitest';
import { diagnosticsPage } from '../../../src/render/diagnostics/docs.js';
import { ruleGroups } from '../../../src/render/diagnostics/rules.js';
import { vocabulary } from '../../../src/vocabulary/index.js';

const groups = ruleGroups(vocabulary.checks);

it('the page of diagnostics is current', async () => {
  await expect(diagnosticsPage(groups)).toMatchFileSnapshot('../../../docs/diagnostics.md');
});

it('a code has one meaning', () => {
  const codes = groups.flatMap(({ rules }) => rules.map(({ code }) => code));
  expect(codes).toEqual([...new Set(codes)]);
  for (const code of codes) expect(code).toMatch(/^CRM\d{3}$/);
});
