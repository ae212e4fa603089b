import { describe, expect, it } from 'vitest';
import { kindPage } from '../../../src/render/documentation/kindPage.js';
import { objectPage } from '../../../src/render/documentation/objectPage.js';
import { anchorOf } from '../../../src/render/documentation/shapeWords.js';
import { vocabulary } from '../../../src/vocabulary/index.js';

describe.each(vocabulary.kinds)('the page of $kind', (kind) => {
  const page = kindPage(kind);

  it('shows the example and every key', () => {
    expect(page).toContain(kind.example.trimEnd());
    for (const key of Object.keys(kind.shape.fields))
      expect(page).toMatch(new RegExp(`^\\| \`${key}\`( \\*)? +\\| `, 'm'));
  });

  it('leads every link to a heading of its own', () => {
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));
    for (const [, target] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target);
  });

  it('says of every key what it means', () => {
    const rows = [...page.matchAll(/^\| `([^`]+)`[^|]*\|(?:[^|\\]|\\.)*\|\s*\|$/gm)].map(([, key]) => key);
    expect(rows).toEqual([]);
  });
});

it('the page of an object names where added fields come from and what a back-test could not have known', () => {
  const customer = vocabulary.objects.find(({ name }) => name === 'customer')!;
  const row = objectPage(customer)
    .split('\n')
    .find((line) => line.startsWith('| `daysSinceLastOrder`'));
  expect(row).toContain('lastOrderAt and now');
  expect(row).toContain('counts only orders that are in the world');
});
