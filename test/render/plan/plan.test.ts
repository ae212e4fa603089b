import { describe, expect, test } from 'vitest';
import { wallClock } from '../../../src/model/wallClock.js';
import { colours, plain } from '../../../src/render/colour.js';
import { planHuman } from '../../../src/render/plan/human.js';
import { planMarkdown } from '../../../src/render/plan/markdown.js';
import { planSarif } from '../../../src/render/plan/sarif.js';
import { planShort } from '../../../src/render/plan/short.js';
import { planOfProject, projectOf } from '../../plan/scene.js';
import { sarifResults } from '../sarif.js';
import { shopPlans } from './shopPlans.js';

const clock = wallClock('Europe/Moscow');
const next = 'crmctl apply plan.json';
const golden = (name: string): string => `../../golden/plan/${name}`;

describe.each(Object.entries(shopPlans))('the plan %s', (name, plan) => {
  test.each([80, 120])('for a terminal of %i columns', async (width) => {
    const text = planHuman(plan, { colour: plain, width, clock, next });
    await expect(text).toMatchFileSnapshot(golden(`${name}.${width}.txt`));
    const grepped = ['Plan:', 'Replay:', 'Guards:', 'Apply'];
    const wide = text.split('\n').filter((line) => [...line].length > width);
    expect(wide.filter((line) => !grepped.some((begin) => line.startsWith(begin)))).toEqual([]);
  });

  test('in colour it says the same', async () => {
    const coloured = planHuman(plan, { colour: colours(true), width: 120, clock, next });
    await expect(coloured).toMatchFileSnapshot(golden(`${name}.colour.txt`));

    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(planHuman(plan, { colour: plain, width: 120, clock, next }));
  });

  test('for a pull request', async () => {
    await expect(planMarkdown(plan, { clock, next })).toMatchFileSnapshot(golden(`${name}.md`));
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
    await expect(planShort(plan, clock)).toMatchFileSnapshot(golden(`${name}.short.txt`));
  });
});

describe('a new text that is longer than a line', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `Строка ${index + 1} письма о заказе и о доставке.`);
  const body = [...lines, '```', '</details>\u001b[2J', 'Счёт в конце.'].join('\n');
  const long = `${'да '.repeat(200)}и точка`;
  const template = `kind: Template\ncode: letter\nfor: order\nchannel: email\nsubject: ${long}\nbody: ${JSON.stringify(body)}\n`;
  const plan = planOfProject(projectOf({ 'letter.yaml': template }));

  test('stands whole and folded in a pull request, whatever is in it', () => {
    const text = planMarkdown(plan, { clock, next });
    expect(text).toContain(
      [
        '<details><summary><code>body</code>, 33 lines</summary>',
        '',
        '````',
        ...[...lines, '```', '</details>�[2J', 'Счёт в конце.'],
        '````',
        '',
        '</details>',
      ].join('\n'),
    );
    expect(text).toContain(`<code>subject</code>, 1 line</summary>\n\n\`\`\`\n${long}\n`);
    expect(text).not.toContain('| `body` |');
  });

  test('begins in a terminal, which says where the rest is', () => {
    const text = planHuman(plan, { colour: plain, width: 80, clock, next });
    expect(text).toContain(`      body\n        + ${lines[0]}\n          ${lines[1]}\n`);
    expect(text).toContain(`${lines[11]}\n        … 21 more lines: plan --markdown has them\n`);
    expect(text).not.toContain(lines[12]);
    expect(text).not.toContain('\u001b');
    expect(text.replace(/\s+/g, ' ')).toContain(long);
  });

  test('is told whole in a terminal where it changes what is there', () => {
    const spec = { code: 'letter', for: 'order', channel: 'email', subject: 'Заказ', body: 'Заказ принят.' };
    const held = { 'template/letter': spec };
    const changed = planHuman(planOfProject(projectOf({ 'letter.yaml': template }), { live: held, applied: held }), {
      colour: plain,
      width: 80,
      clock,
      next,
    });
    expect(changed).toContain('        - Заказ принят.\n        + Строка 1');
    expect(changed).toContain('Счёт в конце.');
  });
});
