import { describe, expect, test } from 'vitest';
import { colours, plain } from '../../../src/render/colour.js';
import { planHuman } from '../../../src/render/plan/human.js';
import { planMarkdown } from '../../../src/render/plan/markdown.js';
import { planSarif } from '../../../src/render/plan/sarif.js';
import { planShort } from '../../../src/render/plan/short.js';
import { sarifResults } from '../sarif.js';
import { shopPlans } from './shopPlans.js';

const next = 'crmctl apply plan.json';
const golden = (name: string): string => `../../golden/plan/${name}`;

describe.each(Object.entries(shopPlans))('the plan %s', (name, plan) => {
  test.each([80, 120])('for a terminal of %i columns', async (width) => {
    const text = planHuman(plan, { colour: plain, width, next });
    await expect(text).toMatchFileSnapshot(golden(`${name}.${width}.txt`));
    const grepped = ['Plan:', 'Replay:', 'Guards:', 'Apply'];
    const wide = text.split('\n').filter((line) => [...line].length > width);
    expect(wide.filter((line) => !grepped.some((begin) => line.startsWith(begin)))).toEqual([]);
  });

  test('in colour it says the same', async () => {
    const coloured = planHuman(plan, { colour: colours(true), width: 120, next });
    await expect(coloured).toMatchFileSnapshot(golden(`${name}.colour.txt`));

    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(planHuman(plan, { colour: plain, width: 120, next }));
  });

  test('for a pull request', async () => {
    await expect(planMarkdown(plan, { next })).toMatchFileSnapshot(golden(`${name}.md`));
  });

  test('for code scanning: each change at its line, refusing guards as errors', async () => {
    const log = `${JSON.stringify(planSarif(plan, '1.0.0'), undefined, 2)}\n`;
    await expect(log).toMatchFileSnapshot(golden(`${name}.sarif.json`));
    const results = sarifResults(log);
    const refusing = plan.guards.filter(({ ok }) => !ok).length;
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(refusing + plan.diagnostics.length);
    expect(results).toHaveLength(plan.resources.length + refusing + plan.diagnostics.length);
  });

  test('for a program', async () => {
    await expect(`${JSON.stringify(plan, undefined, 2)}\n`).toMatchFileSnapshot(golden(`${name}.json`));
  });

  test('in short', async () => {
    await expect(planShort(plan)).toMatchFileSnapshot(golden(`${name}.short.txt`));
  });
});
