import { expect, test } from 'vitest';
import { projectOf } from './projectOf.js';

const sending = (by: string): string =>
  `kind: Trigger\ncode: t\non: {event: order.created}\ndo:\n  - {id: tell, send: {template: {by: ${by}, a: thanks}}}\n`;

test('what chooses a template is an expression: a text would choose nothing, and nobody would hear of it', () => {
  expect(() => projectOf(sending('order.site'))).toThrow(
    '"by" must be an expression that begins with "=", not "order.site"',
  );
  expect(projectOf(sending('=order.site')).resources).toHaveLength(1);
});
