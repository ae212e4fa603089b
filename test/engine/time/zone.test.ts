import { describe, expect, test } from 'vitest';
import { takeTurn } from '../../../src/engine/index.js';
import type { Event } from '../../../src/model/event.js';
import { moment, tell, trigger, type Story } from '../harness.js';

/** What these customers say of themselves tells no zone: Moscow is the account's. */
const anna = { id: 7, email: 'a@b.ru', phones: [{ number: '+79990000001' }] };
const seaside = { address: { countryIso: 'RU', region: 'Приморский край' } };
const siberia = { address: { region: 'Омская область' } };
const order = (id: number, fields: object = {}) => ({ order: { id, status: 'new', customer: anna, ...fields } });

const quiet = 'kind: Policy\ncode: default\nclasses: {service: {quiet: "21:00-10:00"}}';
const send = (on = 'on: {event: order.created}\nkey: order.id') =>
  trigger(`${on}\ndo: [{id: tell, send: {template: hello, via: email}}]`);
const times = (story: Story): readonly string[] =>
  story.effects.map(({ outcome, reason }, index) => {
    const time = story.done[index]!.slice(0, 16);
    return outcome === 'done' ? time : `${time} ${outcome} ${reason}`;
  });

describe('where the card of a customer does not say the zone', () => {
  // 15:00 in Moscow is 22:00 in Vladivostok; 10:00 there is 03:00 in Moscow.
  const night = ['2026-03-02 15:00 deferred quiet', '2026-03-03 03:00'];

  test('it is that to which the order goes', () => {
    const story = tell(quiet, send())
      .at('2026-03-02 15:00', 'order.created', order(1, { delivery: seaside }))
      .until('2026-03-04 00:00');
    expect(times(story)).toEqual(night);
  });

  test('else that to which the latest order went that says it; of a call as well', () => {
    const calls = 'on: {event: call.missed}';
    const story = tell(quiet, send(calls))
      .at('2026-03-01 11:00', 'order.created', order(1, { delivery: siberia }))
      .at('2026-03-01 12:00', 'order.created', order(2, { delivery: seaside }))
      .at('2026-03-01 13:00', 'order.created', order(3, { delivery: { code: 'self-delivery' } }))
      .at('2026-03-02 15:00', 'call.missed', { customer: { id: 7 }, call: { phone: '+79990000001' } })
      .until('2026-03-04 00:00');
    expect(times(story)).toEqual(night);
  });

  test('the address of the card comes first', () => {
    const story = tell(quiet, send())
      .at('2026-03-02 15:00', 'order.created', order(1, { customer: { ...anna, ...siberia }, delivery: seaside }))
      .until('2026-03-04 00:00');
    expect(times(story)).toEqual(['2026-03-02 15:00']);
  });

  test('the phone comes last, that of the order when nobody is linked', () => {
    const far = { phones: [{ number: '+7 423 200-00-00' }] };
    const zoned = (fields: object): readonly string[] =>
      times(
        tell(quiet, send())
          .at('2026-03-02 15:00', 'order.created', order(1, { customer: { ...anna, ...far }, ...fields }))
          .until('2026-03-04 00:00'),
      );
    expect(zoned({})).toEqual(night);
    expect(zoned({ delivery: siberia })).toEqual(['2026-03-02 15:00']);
    const unknown = tell(
      trigger(
        'on: {event: order.created}\ndo: [{id: w, wait: {for: 1m, at: "11:00"}}, {id: call, task: {text: Call}}]',
      ),
    )
      .at('2026-03-02 15:00', 'order.created', { order: { id: 1, phone: '84232000000' } })
      .until('2026-03-04 00:00');
    expect(times(unknown)).toEqual(['2026-03-03 04:00']);
  });

  test('an order of somebody else in whose name one goes through customers says nothing', () => {
    const friends = trigger(`on: {event: order.created}
do:
  - id: friends
    each: =customers(c, c.status == "friend")
    do: [{id: w, wait: {for: 1m, at: "11:00"}}, {id: call, task: {text: Call}}]`);
    const story = tell(
      'kind: CustomField\ncode: status\nof: customer\ntype: string\nname: S',
      friends.replace('c.status', 'c.customFields.status'),
    )
      .at('2026-03-01 12:00', 'customer.created', { customer: { id: 8, customFields: { status: 'friend' } } })
      .at('2026-03-02 15:00', 'order.created', order(1, { delivery: seaside }))
      .until('2026-03-04 00:00');
    expect(times(story)).toEqual(['2026-03-03 11:00']);
  });

  test('the survivor of a merge lives where the orders of the other went', () => {
    const story = tell(quiet, send('on: {event: call.missed}'))
      .at('2026-03-01 11:00', 'order.created', order(1, { customer: { ...anna, id: 8 }, delivery: seaside }))
      .at('2026-03-01 12:00', 'customer.created', { customer: anna })
      .at('2026-03-01 13:00', 'customer.merged', { customer: { id: 8 }, combinedTo: { id: 7 } })
      .at('2026-03-02 15:00', 'call.missed', { customer: { id: 7 }, call: { phone: '+79990000001' } })
      .until('2026-03-04 00:00');
    expect(times(story)).toEqual(night);
  });

  test('but where orders of his own went, if there are any', () => {
    const story = tell(quiet, send('on: {event: call.missed}'))
      .at('2026-03-01 11:00', 'order.created', order(1, { customer: { ...anna, id: 8 }, delivery: seaside }))
      .at('2026-03-01 12:00', 'order.created', order(2, { delivery: siberia }))
      .at('2026-03-01 13:00', 'customer.merged', { customer: { id: 8 }, combinedTo: { id: 7 } })
      .at('2026-03-02 15:00', 'call.missed', { customer: { id: 7 }, call: { phone: '+79990000001' } })
      .until('2026-03-04 00:00');
    expect(times(story)).toEqual(['2026-03-02 15:00']);
  });
});

describe('who is found to live in another zone', () => {
  const waiting = (wait: string): string =>
    trigger(`on: {event: order.created}\ndo: [{id: w, ${wait}}, {id: call, task: {text: Call}}]`);
  const moved = (story: Story, time: string): Story =>
    story.at(time, 'customer.changed', { customer: { id: 7, timezone: 'Asia/Vladivostok' } });

  test.each([
    ['a clock time', 'wait: {for: 1d, at: "20:00"}', '2026-03-03 20:00', '2026-03-03 13:00'],
    [
      'the time of a moment',
      'wait: {until: "=order.createdAt + days(1)", at: "20:00"}',
      '2026-03-03 20:00',
      '2026-03-03 13:00',
    ],
    ['a time-out of a day', 'waitFor: {event: call.missed, timeout: 1d}', '2026-03-03 12:00', '2026-03-03 12:00'],
    ['so many hours', 'wait: 30h', '2026-03-03 18:00', '2026-03-03 18:00'],
  ])('waits for %s there', (_, wait, here, there) => {
    const begun = () =>
      tell(waiting(wait)).at('2026-03-02 12:00', 'order.created', order(1, { createdAt: '2026-03-02 12:00:00' }));
    expect(times(begun().until('2026-03-05 00:00'))).toEqual([here]);
    expect(times(moved(begun(), '2026-03-02 14:00').until('2026-03-05 00:00'))).toEqual([there]);
  });

  test('by the order at hand, whose instance alone is moved', () => {
    const story = tell(waiting('wait: {for: 1d, at: "20:00"}'))
      .at('2026-03-01 12:00', 'order.created', order(3, { delivery: siberia }))
      .at('2026-03-02 12:00', 'order.created', order(1, { delivery: siberia }))
      .at('2026-03-02 13:00', 'order.created', order(2, { delivery: siberia }))
      .change('2026-03-02 14:00', 2, { 'delivery.address.region': 'Приморский край' })
      .until('2026-03-05 00:00');
    // 20:00 in Omsk is 17:00 in Moscow.
    expect(story.done).toEqual([
      '2026-03-02 17:00 call task order/3',
      '2026-03-03 13:00 call task order/2',
      '2026-03-03 17:00 call task order/1',
    ]);
  });

  test('by a later order, with all that does not say it itself', () => {
    const story = tell(waiting('wait: {for: 1d, at: "20:00"}'))
      .at('2026-03-02 12:00', 'order.created', order(1))
      .at('2026-03-02 13:00', 'order.created', order(2, { delivery: seaside }))
      .until('2026-03-05 00:00');
    expect(story.done.toSorted()).toEqual(['2026-03-03 13:00 call task order/1', '2026-03-03 13:00 call task order/2']);
  });

  test('goes on at once when the moment is over there', () => {
    const story = tell(waiting('wait: {for: 1m, at: "20:00"}')).at('2026-03-02 12:00', 'order.created', order(1));
    expect(times(moved(story, '2026-03-02 14:00').until('2026-03-05 00:00'))).toEqual(['2026-03-02 14:00']);
  });

  describe('has a message that was held back asked again there', () => {
    const message = (policy: string, head = '') => [
      `kind: Policy\ncode: default\nclasses: {service: ${policy}}`,
      trigger(
        `${head}on: {event: order.created}\nkey: order.id\ndo: [{id: tell, send: {template: hello, via: email}}]`,
      ),
    ];
    const to = (timezone: string) => ({ customer: { id: 7, timezone } });

    test('it goes at once where it is day', () => {
      const story = tell(...message('{quiet: "21:00-10:00"}'))
        .at('2026-03-02 22:00', 'order.created', order(1))
        // 08:00 there.
        .at('2026-03-03 01:00', 'customer.changed', to('Asia/Vladivostok'))
        // 11:00 there.
        .at('2026-03-03 02:00', 'customer.changed', to('Asia/Kamchatka'))
        .until('2026-03-05 00:00');
      expect(times(story)).toEqual([
        '2026-03-02 22:00 deferred quiet',
        '2026-03-03 01:00 deferred quiet',
        '2026-03-03 02:00',
      ]);
      expect(story.effects.map(({ until }) => until && new Date(until).toISOString())).toEqual([
        '2026-03-03T07:00:00.000Z',
        '2026-03-03T00:00:00.000Z',
        undefined,
      ]);
    });

    test('it waits longer where the night is longer, and nothing is asked when the moment stays', () => {
      const story = tell(...message('{quiet: "21:00-10:00"}'))
        .at('2026-03-02 22:00', 'order.created', order(1))
        .at('2026-03-02 22:30', 'customer.changed', to('Europe/Minsk'))
        .at('2026-03-02 23:00', 'customer.changed', to('Europe/Berlin'))
        .until('2026-03-05 00:00');
      expect(times(story)).toEqual([
        '2026-03-02 22:00 deferred quiet',
        '2026-03-02 23:00 deferred quiet',
        '2026-03-03 12:00',
      ]);
    });

    test('a cap of local days is free when the day is over there', () => {
      const story = tell(...message('{caps: [1/day]}'))
        .at('2026-03-02 12:00', 'order.created', order(1))
        .at('2026-03-02 13:00', 'order.created', order(2))
        .at('2026-03-02 18:00', 'customer.changed', to('Asia/Vladivostok'))
        .until('2026-03-05 00:00');
      expect(times(story)).toEqual(['2026-03-02 12:00', '2026-03-02 13:00 deferred cap', '2026-03-02 18:00']);
    });

    test('of a message of marketing that is spread, the moment moves with the window', () => {
      const { program, state } = tell(
        'kind: Policy\ncode: default\nclasses: {marketing: {quiet: "21:00-10:00"}}',
        trigger('class: marketing\non: {event: order.created}\ndo: [{id: tell, send: {template: hello, via: email}}]'),
      ).until('2026-03-02 10:00');
      const take = (type: string, data: Event['data'], time: string, wall = time) =>
        takeTurn(
          program,
          state,
          { kind: 'event', event: { id: type, source: 't', type, at: moment(time), data } },
          moment(time),
          moment(wall),
        );
      const [held] = take('order.created', order(1), '2026-03-02 12:00', '2026-03-02 22:00').effects;
      expect(held).toMatchObject({ outcome: 'deferred', reason: 'spread' });
      const opens = moment('2026-03-03 10:00');
      expect(held!.until! - opens).toBeLessThan(3_600_000);
      take('customer.changed', to('Asia/Vladivostok'), '2026-03-02 23:00');
      // Seven hours earlier in the day.
      expect(state.nextTimer()!.due).toBe(held!.until! - 7 * 3_600_000);
    });
  });

  test.each([
    ['held', 'held: order.status, is: new, for: 1d, at: "20:00"', '2026-03-03 20:00', '2026-03-03 13:00'],
    ['date', 'date: =order.createdAt, offset: 1d, at: "20:00"', '2026-03-03 20:00', '2026-03-03 13:00'],
  ])('%s fires there, once', (_, form, here, there) => {
    const begun = () =>
      tell(trigger(`on: {${form}}`)).at(
        '2026-03-02 12:00',
        'order.created',
        order(1, { createdAt: '2026-03-02 12:00:00' }),
      );
    expect(times(moved(begun(), '2026-03-04 12:00').until('2026-03-08 00:00'))).toEqual([here]);
    expect(times(moved(begun(), '2026-03-02 14:00').until('2026-03-08 00:00'))).toEqual([there]);
  });

  test('has one birthday a year, also when it comes again', () => {
    const story = tell(trigger('on: {date: =customer.birthday, at: "18:00", yearly: true}'))
      .at('2026-03-01 12:00', 'customer.created', {
        customer: { ...anna, timezone: 'Asia/Vladivostok', birthday: '1990-03-02' },
      })
      .at('2026-03-02 14:00', 'customer.changed', { customer: { id: 7, timezone: 'Europe/Moscow' } })
      .until('2028-01-01 00:00');
    expect(times(story)).toEqual(['2026-03-02 11:00', '2027-03-02 18:00']);
  });
});
