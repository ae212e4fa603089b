import { expect, test } from 'vitest';
import { neverTrue } from '../../../../src/vocabulary/checks/population/neverTrue.js';

test.each([
  [['order.totalSumm > 10 && order.totalSumm < 5']],
  [['order.totalSumm > 10', 'customer.vip == true', 'order.totalSumm < 5']],
  [['order.a == 1 && order.b == 2', 'order.b == 3 && order.c == 4']],
  [['order.status in ["new"] // at first', '!(order.status == "new")']],
  [['order.totalSumm > 3', 'false']],
])('%j never hold together', (conditions) => {
  expect(neverTrue(conditions)).toBe(true);
});

test.each([
  [['order.totalSumm > 10', 'customer.ordersCount < 5']],
  [['order.totalSumm > 10 || order.totalSumm < 5']],
  [['order.status == "new"', 'customer.city != "new"']],
  [['order.status == "a"', 'order.items.exists(i, i.quantity > 1)']],
  [['true']],
  [[]],
])('%j may hold together', (conditions) => {
  expect(neverTrue(conditions)).toBe(false);
});
