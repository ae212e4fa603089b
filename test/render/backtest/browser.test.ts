import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, openBrowser } from '../../browser.js';

const report = new URL('../../golden/backtest/report.html', import.meta.url).href;

interface Seen {
  readonly pageWidth: number;
  readonly rightmost: number;
  readonly bars: readonly number[];
}

/** Runs in the page. */
const looked = `({
  pageWidth: document.documentElement.scrollWidth,
  rightmost: Math.max(...[...document.querySelectorAll('.bars b')].map((each) => each.getBoundingClientRect().right)),
  bars: [...document.querySelectorAll('.bars')[0].querySelectorAll('i')].map((each) => each.getBoundingClientRect().width),
})`;

describe.skipIf(chromiumPath === undefined)('the report in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
    await page.goto(report);
  }, 120_000);
  afterAll(() => browser.close());

  it.each([360, 1000])('of %i pixels shows its charts whole, each bar as long as its value says', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    const seen = await page.evaluate<Seen>(looked);
    expect(seen.pageWidth).toBe(width);
    expect(seen.rightmost).toBeLessThanOrEqual(width);
    expect(seen.bars[1]! / seen.bars[0]!).toBeCloseTo(412 / 12048, 2);
  });
});
