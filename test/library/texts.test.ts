import { describe, expect, test } from 'vitest';
import { project, roles, scopeOf, sites, textsOf } from './texts.js';
import { faultsOfHtml } from './wellFormed.js';

test('the library is read without a problem', () => {
  expect([...project.diagnostics, ...sites.diagnostics]).toEqual([]);
  expect(roles.size).toBeGreaterThan(0);
});

describe.each([...roles].map(([code, { address }]) => [code, address] as const))('%s', (code, address) => {
  test('in every language, with everything there: a text, well formed, escaped', () => {
    const scope = scopeOf(address, 'rich');
    for (const { name, part, text } of textsOf(code)) {
      const shown = text!.render(scope);
      expect({ name, shown }).toEqual({ name, shown: { text: expect.any(String) as string } });
      if (part !== 'html' || !('text' in shown)) continue;
      expect({ name, faults: faultsOfHtml(shown.text) }).toEqual({ name, faults: [] });
      expect(shown.text).not.toContain('<x-mark>');
      // Whoever unsubscribes is known by the link.
      expect(shown.text).not.toMatch(/customer=(?=["&]|$)/);
    }
  });

  test('with nothing optional there: the text, or a value that it must have, never one of the customer', () => {
    const scope = scopeOf(address, 'bare');
    for (const { name, part, text } of textsOf(code)) {
      const shown = text!.render(scope);
      if ('missing' in shown) {
        expect(text!.reads).toContain(shown.missing);
        expect(shown.missing).not.toMatch(/^customer\b/);
      } else if (part === 'html') expect({ name, faults: faultsOfHtml(shown.text) }).toEqual({ name, faults: [] });
    }
  });
});
