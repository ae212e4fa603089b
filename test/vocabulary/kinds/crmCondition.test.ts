import { describe, expect, test } from 'vitest';
import { translateValue } from '../../../src/import/pipelang/translate.js';
import type { ObjectWord } from '../../../src/language/scope.js';
import { crmCondition } from '../../../src/vocabulary/kinds/crmCondition.js';
import { validation } from '../../../src/vocabulary/kinds/validation.js';
import { objects as words } from '../../../src/vocabulary/objects/index.js';

const objects: Readonly<Record<string, ObjectWord>> = Object.fromEntries(words.map((word) => [word.name, word]));

describe('a condition in the CRM’s own language', () => {
  const cases = [
    [
      'order.status == "deferred" && order.customFields.callAt == null',
      'order.status.code == "deferred" and order.getCustomField("callAt") == null',
    ],
    [
      'order.totalSumm < 100 || order.status in ["new", "work"]',
      'order.totalSumm < 100 or order.status.code in ["new", "work"]',
    ],
    [
      '(order.status == "a" || order.status == "b") && order.delivery.cost > 0',
      '(order.status.code == "a" or order.status.code == "b") and order.deliveryCost > 0',
    ],
    ['!(customer.vip || customer.bad)', 'not (customer.vip or customer.bad)'],
    [
      'order.delivery.code == "courier" && order.delivery.address.city == null',
      'order.deliveryType.code == "courier" and order.deliveryAddress.city == null',
    ],
    ['order.statusGroup == "cancel"', 'order.status.groupCode == "cancel"'],
  ] as const;

  test.each(cases)('%s', (ours, theirs) => {
    expect(crmCondition(ours, objects)).toBe(theirs);
  });

  /** What is written there means here what it meant: numbers, codes and nothing are read back by the importer. */
  test.each(cases.filter(([ours]) => !ours.includes('||') && !ours.includes('null')))(
    '%s reads back',
    (ours, theirs) => {
      expect(translateValue(theirs, ['order', 'customer'], { objects, calendar: 'office' })).toEqual({ text: ours });
    },
  );

  test.each([
    'customer.ordersCount > 2',
    'customer.orders.exists(o, o.status == "new")',
    'order.isPaid',
    'bonus("a").active > 3',
    'now > order.createdAt',
  ])('is not guessed: %s', (condition) => {
    expect(crmCondition(condition, objects)).toBeUndefined();
  });
});

test('a Validation tells what to enter in a CRM that cannot be written', () => {
  const spec = {
    code: 'x',
    of: 'order',
    when: 'order.status == "new" && order.totalSumm > 5',
    message: 'Нет {{ order.number }}',
  };
  expect(validation.byHand!.text(spec)).toContain(
    'condition: order.status.code == "new" and order.totalSumm > 5, message: Нет {{ order.number }}',
  );
  expect(validation.byHand!.text({ ...spec, when: 'customer.ordersCount > 2' })).toContain(
    "write in the CRM's language: customer.ordersCount > 2",
  );
  expect(validation.byHand!.text(undefined)).toContain('deactivate it');
});
