import { expect, it } from 'vitest';
import { fingerprint } from '../../../src/simulate/world/fingerprint.js';

it('tells apart customers that are nearly alike, by whole numbers from 1 on', () => {
  const prints = new Set<number>();
  for (let id = 0; id < 100_000; id++) {
    const same = { id: 7, email: `customer-${id}@example.com`, phones: [{ number: `+1555${id}` }] };
    prints.add(fingerprint(JSON.stringify({ ...same, id: -id })));
    prints.add(fingerprint(JSON.stringify(same)));
  }
  expect(prints.size).toBe(200_000);
  for (const print of prints) if (!(Number.isSafeInteger(print - 1) && print >= 1)) expect.fail(String(print));
});
