import { describe, expect, test } from 'vitest';
import { isObject } from '../../../src/model/json.js';
import type { ValueType } from '../../../src/language/valueType.js';
import { events } from '../../../src/vocabulary/events/index.js';
import { objects } from '../../../src/vocabulary/objects/index.js';

const words = new Map(objects.map((word) => [word.name, word]));

test('every event of the CRM, of the site, of the suppression list and of messengers is declared once', () => {
  const names = [
    ...'order.created order.deleted customer.created customer.deleted customer.merged item.added item.removed'.split(
      ' ',
    ),
    ...'call.missed call.incoming call.outgoing task.completed cart.abandoned visit.started visit.ended page.viewed'.split(
      ' ',
    ),
    ...'form.submitted subscription.changed review.posted dialog.message'.split(' '),
    ...'accepted delivered opened clicked replied bounced failed complained unsubscribed'
      .split(' ')
      .map((what) => `message.${what}`),
    ...'loyalty.credited loyalty.charged loyalty.expired loyalty.levelChanged price.changed stock.changed payment.failed'.split(
      ' ',
    ),
    ...'order.changed customer.changed payment.changed delivery.changed cart.changed segment.entered segment.left'.split(
      ' ',
    ),
    'suppression.added',
    'suppression.removed',
    'template.moderated',
  ];
  expect(events.map(({ name }) => name).sort()).toEqual(names.sort());
});

test('raw ones are for waitFor and exit: a trigger says changed, entered or left', () => {
  expect(events.filter(({ raw }) => raw).map(({ name }) => name)).toEqual([
    'order.changed',
    'customer.changed',
    'payment.changed',
    'delivery.changed',
    'cart.changed',
    'segment.entered',
    'segment.left',
  ]);
});

describe.each(events.map((event) => [event.name, event] as const))('%s', (_, event) => {
  test('is about an object that it carries', () => {
    expect(event.carries).toHaveProperty(event.about);
    for (const name of Object.values(event.carries)) expect(words.has(name)).toBe(true);
    expect(event.doc).toMatch(/^\S.*\.$/);
  });

  test('has an example of its objects', () => {
    const { changes, ...members } = event.example;
    expect(members).toHaveProperty(event.about);
    if (event.raw && changes !== undefined)
      expect(changes).toEqual([expect.objectContaining({ field: expect.any(String) as string })]);
    for (const [member, value] of Object.entries(members)) {
      const object = event.carries[member];
      const type: ValueType | undefined =
        object === undefined ? event.members?.[member]?.type : { type: 'object', name: object };
      expect(mismatches(value, type, member)).toEqual([]);
    }
  });
});

/** Members that the object does not declare, and values of another type. */
function mismatches(value: unknown, type: ValueType | undefined, path: string): readonly string[] {
  switch (type?.type) {
    case undefined:
      return [`${path} is not declared`];
    case 'any':
      return [];
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type.type ? [] : [`${path} is no ${type.type}`];
    case 'timestamp':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? [] : [`${path} is no moment`];
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((element, index) => mismatches(element, type.of, `${path}[${index}]`))
        : [`${path} is no list`];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, member]) => mismatches(member, type.of, `${path}.${key}`))
        : [`${path} is no map`];
    case 'object': {
      const word = words.get(type.name);
      if (!isObject(value) || !word) return [`${path} is no ${type.name}`];
      return Object.entries(value).flatMap(([name, member]) =>
        mismatches(member, word.fields[name]?.type ?? word.rest, `${path}.${name}`),
      );
    }
    default:
      return [`${path} is not checked`];
  }
}
