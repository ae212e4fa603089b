import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/render/colour.js';
import { driftHuman } from '../../../src/render/plan/drift.js';
import { driftMarkdown } from '../../../src/render/plan/driftMarkdown.js';
import { shopDrifts } from './shopPlans.js';

const golden = (name: string): string => `../../golden/drift/${name}`;

describe.each(Object.entries(shopDrifts))('the drift %s', (name, drift) => {
  test('for a terminal', async () => {
    await expect(driftHuman(drift, { colour: plain, width: 100 })).toMatchFileSnapshot(golden(`${name}.100.txt`));
  });

  test('as Markdown', async () => {
    await expect(driftMarkdown(drift)).toMatchFileSnapshot(golden(`${name}.md`));
  });
});

test('what could not be read is said', () => {
  expect(driftMarkdown({ ...shopDrifts['nothing']!, complete: false })).toContain(
    '> Not everything could be read: there may be more.',
  );
});
