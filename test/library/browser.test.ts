import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { chromiumPath, openBrowser } from '../browser.js';
import { roles, scopeOf, textsOf } from './texts.js';

/** Letters with everything there, in every language: name and HTML. */
const letters = [...roles].flatMap(([code, { address }]) => {
  const scope = scopeOf(address, 'rich');
  return textsOf(code).flatMap(({ name, part, text }) => {
    if (part !== 'html') return [];
    const shown = text!.render(scope);
    return 'text' in shown ? [{ name: `${code} ${name}`, html: shown.text }] : [];
  });
});

/**
 * What a reader would stumble over: it has to be scrolled sideways, a picture that nothing describes, a link without a name.
 * Runs in the page.
 */
const faults = `[
  ...(document.documentElement.scrollWidth > innerWidth ? [document.documentElement.scrollWidth + ' px wide on ' + innerWidth] : []),
  ...[...document.querySelectorAll('img:not([alt])')].map((image) => 'no alt: ' + image.outerHTML),
  ...[...document.querySelectorAll('a')]
    .filter((link) => link.textContent.trim() === '' && link.querySelector('img[alt]:not([alt=""])') === null)
    .map((link) => 'no name: ' + link.outerHTML),
  ...(document.documentElement.lang === '' ? ['no language'] : []),
]`;

describe.skipIf(chromiumPath === undefined)('the letters of the library in a real browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each([
    ['a phone', 360],
    ['a desktop', 640],
  ])(
    'fit on %s, with every picture described and every link named',
    async (_, width) => {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await page.route('**/*', (route) => route.abort()); // nothing is fetched
      const found: string[] = [];
      for (const { name, html } of letters) {
        await page.setContent(html, { waitUntil: 'domcontentloaded' });
        for (const fault of await page.evaluate<readonly string[]>(faults)) found.push(`${name}: ${fault}`);
      }
      expect(letters.length).toBeGreaterThan(100);
      expect(found).toEqual([]);
    },
    120_000,
  );
});
