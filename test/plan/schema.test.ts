import { describe, expect, test } from 'vitest';
import { readPlan } from '../../src/plan/read.js';
import { planSchema } from '../../src/plan/schema.js';
import { shopPlans } from '../render/plan/shopPlans.js';

describe('a saved plan', () => {
  test('has a schema, and the one in schemas/ is current', async () => {
    await expect(`${JSON.stringify(planSchema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/plan.v1.json');
  });

  test.each(Object.entries(shopPlans))('%s is read back as it was written', (_, plan) => {
    expect(readPlan(JSON.stringify(plan))).toEqual({ plan: JSON.parse(JSON.stringify(plan)) });
  });

  test.each([
    ['{', 'it is not JSON'],
    ['{}', "must have required property 'format'"],
    [JSON.stringify({ ...shopPlans['changes'], format: 'letter/1' }), '/format must be equal to constant'],
    [
      JSON.stringify({ ...shopPlans['changes'], format: 'crmctl.plan/2' }),
      'it is crmctl.plan/2, which another crmctl wrote: this one reads crmctl.plan/1',
    ],
    [JSON.stringify({ ...shopPlans['changes'], resources: [{ address: 'x' }] }), '/resources/0'],
  ])('that is none is a problem in words', (text, words) => {
    expect(readPlan(text)).toEqual({ problem: expect.stringContaining(words) });
  });
});
