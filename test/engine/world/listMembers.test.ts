import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeField } from '../../../src/engine/world/field.js';

describe('a list that the CRM tells one member at a time', () => {
  test('a member that came is added once', () => {
    const tagged = writeField({ id: 7 }, 'tags', { name: 'vip' }, 'vip');
    expect(tagged).toEqual({ id: 7, tags: [{ name: 'vip' }] });
    expect(writeField(tagged, 'tags', { name: 'vip' }, 'vip')).toBe(tagged);
    expect(writeField(tagged, 'tags', { name: 'new' }, 'new')).toEqual({
      id: 7,
      tags: [{ name: 'vip' }, { name: 'new' }],
    });
  });

  test('a member that went is taken out, the others stay', () => {
    const phones = { phones: [{ number: '+71' }, { number: '+72' }] };
    expect(writeField(phones, 'phones', null, '+71')).toEqual({ phones: [{ number: '+72' }] });
    expect(writeField(phones, 'phones', null, '+73')).toBe(phones);
  });

  test('coming and going in any order ends with those that came last', () => {
    const step = fc.record({ name: fc.constantFrom('a', 'b', 'c'), comes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const expected = new Set<string>();
        let customer: Readonly<Record<string, unknown>> = { tags: [] };
        for (const { name, comes } of steps) {
          customer = writeField(customer, 'tags', comes ? { name } : null, name);
          if (comes) expected.add(name);
          else expected.delete(name);
        }
        const names = (customer['tags'] as { name: string }[]).map(({ name }) => name);
        expect([...names].sort()).toEqual([...expected].sort());
      }),
    );
  });
});
