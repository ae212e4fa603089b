import type { Field, ObjectWord } from '../../src/language/scope.js';
import type { ValueType } from '../../src/language/valueType.js';
import type { Event } from '../../src/model/event.js';
import { instant, type Instant } from '../../src/model/instant.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import type { EventWord } from '../../src/vocabulary/word.js';
import type { Luck } from './luck.js';

const objects = new Map(vocabulary.objects.map((word) => [word.name, word]));
const nonsense: readonly unknown[] = [null, '', 'x', 0, -1, 1e300, true, [], {}, [null], [{}], { id: 1 }, '2026-02-30'];
/** Codes of the shop that the values of every enumeration are taken from: some fit. */
const codes = ['new', 'at-pickup', 'done', 'no-call', 'email', 'sms', 'buyers', 'bank-card', 'main', 'paid', 'other'];

/** Data of a type as the CRM might bring it, some of it nonsense. */
export function dataOf(luck: Luck, type: ValueType, depth = 2): unknown {
  if (luck.rarely(25)) return luck.pick(nonsense);
  switch (type.type) {
    case 'string':
      return type.enumeration === undefined
        ? luck.pick(['Anna', 'a@b.ru', '+79990000001', 'A-1', '', 'Europe/Moscow', '12.5'])
        : luck.pick(codes);
    case 'number':
      return luck.pick([1, 2, 0, 3, 100, 1999.5, '7', -3]);
    case 'boolean':
      return luck.pick([true, false, 1, '0']);
    case 'timestamp':
      return luck.pick(['2026-03-02 10:00:00', '2026-03-01', '1990-02-28', '2026-03-05T12:00:00+03:00']);
    case 'duration':
      return luck.pick(['2h', '3d']);
    case 'list':
      return luck.some(0, 2, () => dataOf(luck, type.of, depth - 1));
    case 'map':
      return { a: dataOf(luck, type.of, depth - 1) };
    case 'object':
      return depth <= 0 ? { id: luck.between(1, 3) } : objectOf(luck, objects.get(type.name), depth);
    case 'any':
      return luck.pick([1, 'x', ...nonsense]);
  }
}

function objectOf(luck: Luck, word: ObjectWord | undefined, depth: number): Readonly<Record<string, unknown>> {
  const own = Object.entries(word?.fields ?? {}).filter(([, { compute }]) => compute === undefined);
  const chosen = own.filter(
    ([name]) => ['status', 'customer', 'items', 'email', 'phones'].includes(name) || luck.rarely(3),
  );
  const values = chosen.map(([name, { type }]: readonly [string, Field]) => [name, dataOf(luck, type, depth - 1)]);
  return { ...Object.fromEntries(values), id: luck.between(1, 3) };
}

const start = Date.UTC(2026, 2, 2, 6);
const minute = 60_000;

/** What happens to the shop in some days; of the events that are asked for more than of others. */
export function eventsOf(luck: Luck, wanted: readonly EventWord[] = vocabulary.events): readonly Event[] {
  let at = start;
  return luck.some(1, 12, (index) => {
    const word = luck.pick(luck.rarely(4) ? vocabulary.events : wanted);
    at += luck.pick([30, 0, 600, 3000]) * minute;
    return eventOf(luck, word, instant(at), `e${index}`);
  });
}

function eventOf(luck: Luck, { name, carries, members = {} }: EventWord, at: Instant, id: string): Event {
  const carried = Object.entries(carries).map(
    ([member, object]) => [member, objectOf(luck, objects.get(object), 3)] as const,
  );
  const own = Object.entries(members).map(([member, { type }]) => [member, dataOf(luck, type)] as const);
  const data = { ...Object.fromEntries([...own, ...carried]) } as Event['data'];
  return { id, source: 'test', type: name, at, data };
}
