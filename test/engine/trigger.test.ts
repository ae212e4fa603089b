import { describe, expect, test } from 'vitest';
import { takeTurn, type Input } from '../../src/engine/index.js';
import type { EffectResult } from '../../src/model/effect.js';
import type { Instant } from '../../src/model/instant.js';
import { createMemoryState } from '../../src/simulate/memoryState.js';
import { moment, order, tell, trigger } from './harness.js';

const created = 'on: {event: order.created}';
const pause = (more = ''): string => `do: [{id: pause, wait: 1d}, {id: call, task: {text: Call}${more}}]`;

describe('two customers who are merged', () => {
  const of = (id: number, customer: number, more: object = {}) => order(id, { customer: { id: customer, ...more } });
  const pause = 'do: [{id: w, wait: 24h}, {id: call, task: {text: Call}}]';
  const merged = (head: string, more: (customer: number) => object = () => ({})) =>
    tell(trigger(`on: {event: order.created}\n${head}\n${pause}`))
      .at('2026-03-02 10:00', 'order.created', of(1, 7, more(7)))
      .at('2026-03-02 11:00', 'order.created', of(2, 9, more(9)))
      .at('2026-03-02 12:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
      .at('2026-03-02 13:00', 'order.created', of(3, 9))
      .until('2026-03-05 00:00');

  test('are one for mode: single: what runs for one of them keeps the next out, and the first of two stays', () => {
    const story = merged('key: customer.id');
    expect(story.done).toEqual(['2026-03-03 10:00 call task order/1']);
    expect(story.journal).toEqual(['entered', 'entered', 'exited merged', 'ignored already-running', 'completed']);
    const alone = tell(trigger(`on: {event: order.created}\nkey: customer.id\n${pause}`))
      .at('2026-03-02 10:00', 'order.created', of(1, 7))
      .at('2026-03-02 12:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
      .at('2026-03-02 13:00', 'order.created', of(3, 9))
      .until('2026-03-05 00:00');
    expect(alone.done).toEqual(['2026-03-03 10:00 call task order/1']);
  });

  test('are one for mode: restart: the last of two stays, until the next', () => {
    const story = merged('key: customer.id\nmode: restart');
    expect(story.done).toEqual(['2026-03-03 13:00 call task order/3']);
    expect(story.journal).toEqual(['entered', 'entered', 'exited merged', 'exited restarted', 'entered', 'completed']);
  });

  test('are one with whom they are merged later, too', () => {
    for (const key of ['customer.id', 'order.customer.id', 'customer.email']) {
      const story = tell(trigger(`on: {event: order.created}\nkey: ${key}\n${pause}`))
        .at('2026-03-02 09:00', 'customer.created', { customer: { id: 8, email: '8@b.ru' } })
        .at('2026-03-02 09:00', 'customer.created', { customer: { id: 9, email: '9@b.ru' } })
        .at('2026-03-02 10:00', 'order.created', of(1, 7, { email: '7@b.ru' }))
        .at('2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 8 } })
        .at('2026-03-02 11:30', 'customer.changed', { customer: { id: 8, email: 'new@b.ru' } })
        .at('2026-03-02 12:00', 'customer.merged', { customer: { id: 8 }, combinedTo: { id: 9 } })
        .at('2026-03-02 13:00', 'order.created', of(3, 9));
      expect(story.journal).toEqual(['entered', 'ignored already-running']);
    }
  });

  test('end at most once what is in the way of each other, though both had it under several keys', () => {
    // Which of them is looked at first depends on their ids.
    for (const gone of [1, 2, 3, 4, 5, 6]) {
      const story = tell(trigger(`on: {event: order.created}\nkey: customer.email\n${pause}`))
        .at('2026-03-02 10:00', 'order.created', of(1, gone, { email: `old-${gone}@b.ru` }))
        .at('2026-03-02 11:00', 'order.created', of(2, gone, { email: `same-${gone}@b.ru` }))
        .at('2026-03-02 11:30', 'customer.created', { customer: { id: 9, email: `same-${gone}@b.ru` } })
        .at('2026-03-02 12:00', 'customer.merged', { customer: { id: gone }, combinedTo: { id: 9 } })
        .until('2026-03-05 00:00');
      expect(story.journal).toEqual(['entered', 'entered', 'exited merged', 'completed']);
      expect(story.done).toEqual(['2026-03-03 10:00 call task order/1']);
    }
  });

  test('go on with all that they are in when it may run beside itself, or is about their orders', () => {
    expect(merged('key: customer.id\nmode: parallel').done).toHaveLength(3);
    expect(merged('').done).toHaveLength(3);
  });

  test('whatever of the customer is in the key, beside what is not', () => {
    const card = (customer: number) => ({ email: `${customer}@example.com` });
    expect(merged('key: customer.email', card).done).toEqual(['2026-03-03 10:00 call task order/1']);
    expect(merged('key: [customer.id, order.status]').done).toEqual(['2026-03-03 10:00 call task order/1']);
    expect(merged('key: [customer.id, order.id]').done).toHaveLength(3);
    expect(merged('key: order.customer.id').done).toEqual(['2026-03-03 10:00 call task order/1']);
  });

  test('a key of what the event carried stays whole', () => {
    const left = (customer: number) => ({ customer: { id: customer }, cart: { externalId: 'c', items: [{ id: 1 }] } });
    const story = tell(
      trigger('on: {event: cart.abandoned}\nkey: [customer.id, cart.externalId]\ndo: [{id: pause, wait: 1d}]'),
    )
      .at('2026-03-02 10:00', 'cart.abandoned', left(7))
      .at('2026-03-02 10:10', 'customer.created', { customer: { id: 9 } })
      .at('2026-03-02 10:20', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } });
    expect(story.state.concerning({ customer: '9' }).map(({ key }) => key)).toEqual(['9|c']);
  });

  test('of one about nobody’s order too', () => {
    const story = tell(trigger(`on: {event: call.missed}\n${pause}`))
      .at('2026-03-02 10:00', 'call.missed', { customer: { id: 7 }, call: { phone: '+79990000001' } })
      .at('2026-03-02 12:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
      .at('2026-03-02 13:00', 'call.missed', { customer: { id: 9 }, call: { phone: '+79990000001' } })
      .until('2026-03-05 00:00');
    expect(story.done).toEqual(['2026-03-03 10:00 call task customer/9']);
  });
});

describe('key and mode: a second entry while one with the same key runs', () => {
  const again = (mode: string, key = '') =>
    tell(trigger(`on: {changed: order.status, to: no-answer-1}\nmode: ${mode}\n${key}\n${pause()}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .change('2026-03-02 11:00', 1, { status: 'no-answer-1' })
      .change('2026-03-02 12:00', 1, { status: 'new' })
      .change('2026-03-02 13:00', 1, { status: 'no-answer-1' })
      .until('2026-03-10 00:00');

  test('single: it is ignored, and the journal says so', () => {
    const story = again('single');
    expect(story.done).toEqual(['2026-03-03 11:00 call task order/1']);
    expect(story.journal).toContain('ignored already-running');
  });

  test('restart: the first one ends', () => {
    const story = again('restart');
    expect(story.done).toEqual(['2026-03-03 13:00 call task order/1']);
    expect(story.journal).toContain('exited restarted');
  });

  test('parallel: both run', () => {
    expect(again('parallel').done).toEqual([
      '2026-03-03 11:00 call task order/1',
      '2026-03-03 13:00 call task order/1',
    ]);
  });

  test('what the key lacks makes nobody the same', () => {
    const story = tell(
      trigger(
        `on: {event: order.created}\nkey: order.externalId\nonce: {per: key}\ndo: [{id: pause, wait: 1h}, {id: call, task: {text: Call}}]`,
      ),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 10:10', 'order.created', order(2))
      .at('2026-03-02 10:20', 'order.created', order(3, { externalId: 'x' }))
      .at('2026-03-02 10:30', 'order.created', order(4, { externalId: 'x' }))
      .until('2026-03-03 00:00');
    expect(story.done).toEqual([
      '2026-03-02 11:00 call task order/1',
      '2026-03-02 11:10 call task order/2',
      '2026-03-02 11:20 call task order/3',
    ]);
  });

  test('the key says who is the same: orders of one customer', () => {
    const story = tell(trigger(`${created}\nkey: customer.id\n${pause()}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 11:00', 'order.created', order(2))
      .until('2026-03-10 00:00');
    expect(story.done).toEqual(['2026-03-03 10:00 call task order/1']);
  });
});

describe('once', () => {
  const orders = (once: string) =>
    tell(trigger(`on: [{event: order.created}, {changed: order.status}]\nonce: ${once}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .change('2026-03-02 11:00', 1, { status: 'no-answer-1' })
      .at('2026-03-03 10:00', 'order.created', order(2))
      .at('2026-03-12 10:00', 'order.created', order(3)).done;

  test('per order, ever', () => {
    expect(orders('{per: order}')).toEqual([
      '2026-03-02 10:00 call task order/1',
      '2026-03-03 10:00 call task order/2',
      '2026-03-12 10:00 call task order/3',
    ]);
  });

  test('per customer, every so long', () => {
    expect(orders('{per: customer, every: 7d}')).toEqual([
      '2026-03-02 10:00 call task order/1',
      '2026-03-12 10:00 call task order/3',
    ]);
  });

  describe('a group', () => {
    const call = 'task: {text: Call}';
    const first = `on: {event: order.created}\nonce: {per: customer, every: 7d, group: call}\ndo: [{id: early, ${call}}]`;
    const second = `on: {event: order.created}\ndo: [{id: pause, wait: 1h}, {id: late, once: {per: customer, every: 7d, group: call}, ${call}}]`;
    const both = (others = second) => tell(trigger(`code: first\n${first}`), trigger(`code: second\n${others}`));

    test('is counted together, of triggers and of steps; each says after how long', () => {
      const story = both()
        .at('2026-03-02 10:00', 'order.created', order(1))
        .at('2026-03-08 10:00', 'order.created', order(2))
        .at('2026-03-09 09:30', 'order.created', order(3))
        .until('2026-03-10 00:00');
      expect(story.done).toEqual(['2026-03-02 10:00 early task order/1', '2026-03-09 10:30 late task order/3']);
      expect(story.journal.filter((line) => line.endsWith('once'))).toEqual([
        'skipped once',
        'ignored once',
        'skipped once',
        'ignored once',
      ]);
    });

    test('leaves alone what names another one, or none', () => {
      const entered = (others: string) => both(others).at('2026-03-02 10:00', 'order.created', order(1)).done.length;
      expect(entered(first)).toBe(1);
      expect(entered(first.replace('group: call', 'group: letter'))).toBe(2);
      expect(entered(first.replace(', group: call', ''))).toBe(2);
      expect(entered(first.replace('group: call', 'group: first'))).toBe(2);
    });

    test('goes over to the survivor of a merge', () => {
      const story = both(first)
        .at('2026-03-02 10:00', 'order.created', order(1, { customer: { id: 7 } }))
        .at('2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
        .at('2026-03-03 10:00', 'order.created', order(2, { customer: { id: 9 } }));
      expect(story.done).toEqual(['2026-03-02 10:00 early task order/1']);
    });
  });

  test.each([
    ['of the trigger', 'once: {per: customer}\ndo: [{id: call, task: {text: Call}}]'],
    ['of a step', 'mode: parallel\ndo: [{id: call, once: {per: customer}, task: {text: Call}}]'],
  ])('%s: what a merged customer has used up is used up for the survivor', (_, rest) => {
    const of = (id: number, customer: number) => order(id, { customer: { id: customer } });
    const story = tell(trigger(`on: {event: order.created}\n${rest}`))
      .at('2026-03-02 10:00', 'order.created', of(1, 7))
      .at('2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
      .at('2026-03-03 10:00', 'order.created', of(2, 9));
    expect(story.done).toEqual(['2026-03-02 10:00 call task order/1']);
  });

  test('of two customers who are merged the later use counts, whoever of them it was', () => {
    const again = (first: number, second: number) =>
      tell(trigger('on: {event: order.created}\nonce: {per: customer, every: 7d}'))
        .at('2026-03-02 10:00', 'order.created', order(1, { customer: { id: first } }))
        .at('2026-03-05 10:00', 'order.created', order(2, { customer: { id: second } }))
        .at('2026-03-06 10:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
        .at('2026-03-10 10:00', 'order.created', order(3, { customer: { id: 9 } }))
        .at('2026-03-12 10:00', 'order.created', order(4, { customer: { id: 9 } }))
        .done.map((line) => line.slice(5, 10));
    expect(again(7, 9)).toEqual(['03-02', '03-05', '03-12']);
    expect(again(9, 7)).toEqual(['03-02', '03-05', '03-12']);
  });

  test('every so many days where the customer lives', () => {
    // In the night to 29 March the clock is put forward in Berlin, and not in Moscow: that day is over after 23 hours.
    const again = (timezone: string) =>
      tell(trigger('on: {event: order.created}\nonce: {per: customer, every: 1d}'))
        .at('2026-03-28 13:00', 'order.created', order(1, { customer: { id: 7, timezone } }))
        .at('2026-03-29 11:59', 'order.created', order(2))
        .at('2026-03-29 12:00', 'order.created', order(3))
        .at('2026-03-29 13:00', 'order.created', order(4))
        .done.map((line) => line.slice(5, 16));
    expect(again('Europe/Berlin')).toEqual(['03-28 13:00', '03-29 12:00']);
    expect(again('Europe/Moscow')).toEqual(['03-28 13:00', '03-29 13:00']);
  });

  const perKey = (key: string, first: object = {}, second: object = {}) =>
    tell(trigger(`on: {event: order.created}\n${key}\nonce: {per: key}`))
      .at('2026-03-02 10:00', 'order.created', order(1, { customer: { id: 7, ...first } }))
      .at('2026-03-02 10:30', 'customer.created', { customer: { id: 9, ...second } })
      .at('2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
      .at('2026-03-03 10:00', 'order.created', order(2, { customer: { id: 9 } })).done;

  test.each([
    ['the customer', 'key: customer.id'],
    ['whose order it is', 'key: order.customer.id'],
    ['something of the customer', 'key: customer.email'],
    ['two things of the customer', 'key: [customer.id, customer.email]'],
  ])('per key: what a merged customer has used up is used up for the survivor, when the key is %s', (_, key) => {
    expect(perKey(key, { email: 'a@b.ru' }, { email: 'c@d.ru' })).toEqual(['2026-03-02 10:00 call task order/1']);
  });

  describe('per key: what a merged customer has used up under a key that names more', () => {
    const ask = (id: number, offer: string) => ({ customer: { id }, form: { fields: { offer } } });
    const asked = (key: string, once = 'once: {per: key}\ndo: [{id: call, task: {text: Call}}]') =>
      tell(trigger(`on: {event: form.submitted}\nkey: ${key}\n${once}`))
        .at('2026-03-01 10:00', 'customer.created', { customer: { id: 9, email: 'c|d@b.ru' } })
        .at('2026-03-01 11:00', 'customer.created', { customer: { id: 7, email: 'a.b+c@b.ru' } })
        .at('2026-03-02 10:00', 'form.submitted', ask(7, 'A|B'))
        .at('2026-03-02 10:30', 'form.submitted', ask(77, 'C'))
        .at('2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
        .at('2026-03-03 10:00', 'form.submitted', ask(9, 'A|B'))
        .at('2026-03-03 11:00', 'form.submitted', ask(9, 'C'))
        .until('2026-03-04 00:00')
        .done.map((line) => line.slice(5, 16));

    const first = ['03-02 10:00', '03-02 10:30'];

    test.each([
      ['[customer.id, event.form.fields.offer]', [...first, '03-03 11:00']],
      ['[event.form.fields.offer, customer.id]', [...first, '03-03 11:00']],
      ['[event.form.fields.offer, customer.email]', [...first, '03-03 11:00']],
      ['[customer.id, "1", customer.email]', first],
    ])('is used up for the survivor, and nothing else is: %s', (key, times) => {
      expect(asked(key)).toEqual(times);
    });

    test('of a step, too', () => {
      const step = 'do: [{id: call, once: {per: key}, task: {text: Call}}]';
      expect(asked('[customer.id, event.form.fields.offer]', step)).toEqual([...first, '03-03 11:00']);
    });

    test('with the number of an order that is his now', () => {
      const story = tell(trigger('on: {event: order.created}\nkey: [customer.id, order.number]\nonce: {per: key}'))
        .at('2026-03-02 10:00', 'order.created', order(1, { number: 'A-1', customer: { id: 7 } }))
        .at('2026-03-02 10:30', 'customer.created', { customer: { id: 9 } })
        .at('2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
        .at('2026-03-03 10:00', 'order.created', order(2, { number: 'A-1', customer: { id: 9 } }))
        .at('2026-03-03 11:00', 'order.created', order(3, { number: 'A-2', customer: { id: 9 } }));
      expect(story.done.map((line) => line.slice(5, 16))).toEqual(['03-02 10:00', '03-03 11:00']);
    });
  });

  test('per key of a step of a trigger about customers', () => {
    const call = (customer: number) => ({ customer: { id: customer }, call: { phone: '+79990000001' } });
    const story = tell(trigger('on: {event: call.missed}\ndo: [{id: call, once: {per: key}, task: {text: Call}}]'))
      .at('2026-03-02 10:00', 'call.missed', call(7))
      .at('2026-03-02 11:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
      .at('2026-03-03 10:00', 'call.missed', call(9));
    expect(story.done).toEqual(['2026-03-02 10:00 call task customer/7']);
  });

  test('per key: what names no customer stays as it is', () => {
    expect(perKey('key: order.id')).toHaveLength(2);
    expect(perKey('')).toHaveLength(2);
  });

  describe('of a step whose effect is under way', () => {
    const at = moment('2026-03-02 12:00');
    const { program } = tell(
      trigger(
        'on: {event: order.created}\nexit: order.status == "bad"\ndo: [{id: call, once: {per: customer}, task: {text: Call}}]',
      ),
    ).until('2026-03-02 10:00');
    const begun = () => {
      const state = createMemoryState();
      const feed = (input: Input) => takeTurn(program, state, input, at);
      const orders = (id: number, type = 'order.created', more: object = {}) => {
        const data = order(id, { customer: { id: 7 }, ...more });
        return feed({ kind: 'event', event: { id: `${type}-${id}`, source: 't', type, at, data } }).effects;
      };
      const [effect] = orders(1);
      const end = (outcome: EffectResult['outcome']) =>
        feed({ kind: 'result', effect: effect!.id, instance: effect!.instance, result: { outcome } });
      return { orders, end };
    };

    test('is used up meanwhile, and when it is done', () => {
      const { orders, end } = begun();
      expect(orders(2)).toEqual([]);
      end('done');
      expect(orders(3)).toEqual([]);
    });

    test.each(['failed', 'skipped', 'unknown'] as const)('is free again when it is %s', (outcome) => {
      const { orders, end } = begun();
      end(outcome);
      expect(orders(2)).toHaveLength(1);
    });

    test('is free again when its run ends before', () => {
      const { orders, end } = begun();
      orders(1, 'order.changed', { status: 'bad' });
      expect(orders(2)).toHaveLength(1);
      end('skipped');
      expect(orders(3)).toEqual([]);
    });
  });

  test('of a step: one that failed leaves the last that was done, from which a longer `every` counts', () => {
    const version = (every: string) =>
      tell(
        trigger(
          `on: {event: order.created}\ndo: [{id: call, once: {per: customer, every: ${every}}, onError: continue, task: {text: Call}}]`,
        ),
      ).until('2026-03-02 10:00').program;
    const state = createMemoryState();
    const ordered = (id: number, at: Instant, every: string, outcome: EffectResult['outcome']): number => {
      const feed = (input: Input) => takeTurn(version(every), state, input, at).effects;
      const data = order(id, { customer: { id: 7 } });
      const effects = feed({ kind: 'event', event: { id: `e${id}`, source: 't', type: 'order.created', at, data } });
      for (const { id: effect, instance } of effects) feed({ kind: 'result', effect, instance, result: { outcome } });
      return effects.length;
    };
    expect(ordered(1, moment('2026-03-02 10:00'), '1d', 'done')).toBe(1);
    expect(ordered(2, moment('2026-03-04 10:00'), '1d', 'failed')).toBe(1);
    expect(ordered(3, moment('2026-03-05 10:00'), '7d', 'done')).toBe(0);
    expect(ordered(4, moment('2026-03-09 10:00'), '7d', 'done')).toBe(1);
  });

  test('of a step: used up when done, not when it was skipped', () => {
    const story = tell(
      trigger(`${created}
do:
  - id: tell
    once: {per: customer}
    send: {template: hello, via: email}
`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 11:00', 'order.created', order(2, { customer: { id: 7, email: 'a@b.ru' } }))
      .at('2026-03-02 12:00', 'order.created', order(3));
    expect(story.done).toEqual([
      '2026-03-02 10:00 tell send order/1 skipped no-address',
      '2026-03-02 11:00 tell send order/2',
    ]);
    expect(story.journal).toContain('skipped once');
  });
});

describe('exit', () => {
  test('by a condition, on the event that makes it true', () => {
    const story = tell(trigger(`${created}\nexit: order.status != entry.order.status\n${pause()}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .change('2026-03-02 11:00', 1, { status: 'done' })
      .until('2026-03-10 00:00');
    expect(story.done).toEqual([]);
    expect(story.records.find(({ what }) => what === 'exited')).toMatchObject({
      reason: 'order.status != entry.order.status',
      at: Date.UTC(2026, 2, 2, 8),
    });
  });

  test('leaves nothing to wait for', () => {
    const { state } = tell(trigger(`${created}\nexit: order.status == "done"\n${pause()}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .change('2026-03-02 11:00', 1, { status: 'done' });
    expect(state.nextTimer()).toBeUndefined();
  });

  test('again before every effect: time alone can make it true', () => {
    const story = tell(trigger(`${created}\nexit: now > timestamp("2026-03-02T20:00:00Z")\n${pause()}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .until('2026-03-10 00:00');
    expect(story.done).toEqual([]);
    expect(story.journal.at(-1)).toMatch(/^exited now/);
  });

  test('by an event, or by any of a list', () => {
    const story = tell(
      trigger(`${created}
exit:
  - order.totalSumm > 1000
  - {event: review.posted, where: event.review.score > 3}
${pause()}`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 10:00', 'order.created', order(2))
      .at('2026-03-02 11:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 2 } })
      .at('2026-03-02 12:00', 'review.posted', { order: { id: 1 }, review: { id: 2, score: 5 } })
      .until('2026-03-10 00:00');
    expect(story.done).toEqual(['2026-03-03 10:00 call task order/2']);
    expect(story.journal).toContain('exited review.posted');
  });

  test('a change made by the instance itself counts', () => {
    const story = tell(
      trigger(`${created}
exit: order.status == "done"
do: [{id: move, set: {order.status: done}}, {id: call, task: {text: Call}}]`),
    ).at('2026-03-02 10:00', 'order.created', order(1));
    story.until('2026-03-02 10:00');
    expect(story.done).toEqual(['2026-03-02 10:00 move set order/1']);
  });

  test('a ladder: on one event the step that is left ends before the next begins', () => {
    const story = tell(
      trigger(`on: {changed: order.status, to: [no-answer-1, no-answer-2]}
vars: {pause: {no-answer-1: 1h, no-answer-2: 2h}}
exit: order.status != entry.order.status
do: [{id: pause, wait: {for: '=vars.pause[order.status]', calendar: office}}, {id: call, task: {text: Call}}]`),
    )
      .at('2026-03-02 09:00', 'order.created', order(1))
      .change('2026-03-02 12:30', 1, { status: 'no-answer-1' })
      .change('2026-03-02 16:30', 1, { status: 'no-answer-2' })
      .until('2026-03-10 00:00');
    // 12:30 and an hour around the lunch break; 16:30 and two hours over the night.
    expect(story.done).toEqual(['2026-03-02 14:30 call task order/1', '2026-03-03 09:30 call task order/1']);
  });
});

describe('whom an event concerns', () => {
  const leaves = (head: string) =>
    tell(trigger(`${head}exit: {event: order.created}\ndo: [{id: w, wait: 1d}, {id: call, task: {text: Call}}]`))
      .at('2026-03-02 12:00', 'order.created', order(1))
      .at('2026-03-02 13:00', 'order.changed', { order: { id: 1, status: 'no-answer-1' } })
      .at('2026-03-02 14:00', 'order.created', order(2))
      .until('2026-03-04 12:00').journal;

  test('a change of a payment passes as payment.changed, and carries the payment', () => {
    const paid = (waits: string) =>
      tell(trigger(`on: {event: order.created}\n${waits}`))
        .at('2026-03-02 12:00', 'order.created', order(1, { payments: [{ id: 3 }, { id: 4 }] }))
        .at('2026-03-02 13:00', 'order.changed', { order: { id: 1, payments: { 3: { status: 'fail' } } } })
        .at('2026-03-02 14:00', 'order.changed', { order: { id: 1, payments: { 4: { status: 'paid' } } } })
        .until('2026-03-02 18:00');
    expect(
      paid(
        'exit: {event: payment.changed, where: event.payment.status == "paid"}\ndo: [{id: w, wait: 1d}, {id: call, task: {text: Call}}]',
      ).journal,
    ).toEqual(['entered', 'exited payment.changed']);
    expect(
      paid(
        'do: [{id: w, waitFor: {event: payment.changed, where: payment.status == "paid", timeout: 1d}}, {id: say, note: "{{ steps.w.event.payment.id }}"}]',
      ).effects.map(({ data }) => data['text']),
    ).toEqual(['4']);
  });

  test('of several payments that one event changes every one is heard of', () => {
    const both = (waits: string) =>
      tell(trigger(`on: {event: order.created}\n${waits}`))
        .at('2026-03-02 12:00', 'order.created', order(1, { payments: [{ id: 3 }, { id: 4 }, { id: 5 }] }))
        .at('2026-03-02 13:00', 'order.changed', {
          order: {
            id: 1,
            payments: { 3: { status: 'fail' }, 4: { status: 'paid', amount: 5 }, 5: { status: 'fail' } },
          },
        })
        .until('2026-03-02 18:00');
    for (const [wanted, id] of [
      ['"paid"', '4'],
      ['"fail"', '3'],
    ])
      expect(
        both(
          `do: [{id: w, waitFor: {event: payment.changed, where: payment.status == ${wanted}, timeout: 1d}}, {id: say, note: "{{ steps.w.event.payment.id }}"}]`,
        ).effects.map(({ data }) => data['text']),
      ).toEqual([id]);
    expect(
      both('exit: {event: payment.changed, where: event.payment.status == "paid"}\ndo: [{id: w, wait: 1d}]').journal,
    ).toEqual(['entered', 'exited payment.changed']);
    const twice =
      'do: [{id: w, waitFor: {event: order.changed}}, {id: v, waitFor: {event: order.changed, timeout: 1h}}, {id: say, note: "{{ steps.v.ok ? 1 : 0 }}"}]';
    expect(both(twice).effects.map(({ data }) => data['text'])).toEqual(['0']);
  });

  test('an instance about an order: of this order alone', () => {
    expect(leaves('on: {changed: order.status}\n')).toEqual(['entered', 'completed']);
  });

  test('an instance about a customer: of all of his orders, also when an order started it', () => {
    expect(leaves('on: {changed: order.status}\nkey: customer.id\n')).toEqual(['entered', 'exited order.created']);
    expect(leaves('on: {changed: order.status}\nkey: [customer.id, order.id]\n')).toEqual(['entered', 'completed']);
  });

  test('a call from the number of whom the event that started it told, by somebody whom the CRM does not know', () => {
    const customer = { id: 7, phones: [{ number: '+7 999 000-00-07' }] };
    const waits = trigger(
      'on: {event: order.created}\ndo: [{id: rung, waitFor: {event: call.missed, timeout: 1d}}, {id: call, if: steps.rung.ok, task: {text: Call}}]',
    );
    for (const first of [{ order: { id: 1, customer } }, { order: { id: 1, phone: '89990000007' } }])
      expect(
        tell(waits)
          .at('2026-03-02 12:00', 'order.created', first)
          .at('2026-03-02 13:00', 'call.missed', { call: { id: 2, phone: '+79990000008' } })
          .at('2026-03-02 14:00', 'call.missed', { call: { id: 3, phone: '+79990000007' } })
          .until('2026-03-04 12:00').done,
      ).toEqual(['2026-03-02 14:00 call task order/1']);
  });

  test('what is about nobody: whoever waits for it, by its condition', () => {
    const story = tell(
      trigger(`on: {event: order.created}
do:
  - {id: back, waitFor: {event: stock.changed, where: 'event.offer.id == order.items[0].offer.id && event.quantity > 0', timeout: 5d}}
  - {id: call, if: steps.back.ok, task: {text: Call}}`),
    )
      .at('2026-03-02 12:00', 'order.created', order(1, { items: [{ id: 1, offer: { id: 5 } }] }))
      .at('2026-03-02 12:00', 'order.created', order(2, { items: [{ id: 2, offer: { id: 6 } }] }))
      .at('2026-03-03 12:00', 'stock.changed', { offer: { id: 6 }, quantity: 0 })
      .at('2026-03-03 13:00', 'stock.changed', { offer: { id: 5 }, quantity: 3 })
      .until('2026-03-04 12:00');
    expect(story.done).toEqual(['2026-03-03 13:00 call task order/1']);
  });

  test('an event of your own about nobody likewise, and not one about somebody else', () => {
    const waits = trigger(`on: {event: order.created}
exit: {event: custom.closing}
do: [{id: w, wait: 1d}, {id: call, task: {text: Call}}]`);
    const closing = (data: Readonly<Record<string, unknown>>) =>
      tell(waits)
        .at('2026-03-02 12:00', 'order.created', order(1))
        .at('2026-03-02 13:00', 'custom.closing', data)
        .until('2026-03-04 12:00').journal;
    expect(closing({})).toEqual(['entered', 'exited custom.closing']);
    expect(closing({ customer: { id: 99 } })).toEqual(['entered', 'completed']);
  });
});

describe('goal', () => {
  const goals = (story: ReturnType<typeof tell>) =>
    story.records.filter(({ what }) => what === 'goal').map(({ value }) => value);

  test('is counted once, with what it is worth', () => {
    const story = tell(
      trigger(`on: {changed: order.status, to: done}
key: order.id
goal: {event: review.posted, value: review.score}
do: [{id: pause, wait: 3d}, {id: call, task: {text: Call}}]`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .change('2026-03-02 11:00', 1, { status: 'done' })
      .at('2026-03-02 12:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 4 } })
      .at('2026-03-02 13:00', 'review.posted', { order: { id: 1 }, review: { id: 2, score: 5 } });
    expect(goals(story)).toEqual([4]);
  });

  test('exit: goal ends on it', () => {
    const story = tell(trigger(`${created}\ngoal: {event: review.posted}\nexit: goal\n${pause()}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 12:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 4 } })
      .until('2026-03-10 00:00');
    expect(story.journal).toEqual(['entered', 'goal', 'exited goal']);
  });

  test('a condition of `exit` may ask for it', () => {
    const story = tell(
      trigger(`${created}\ngoal: {event: review.posted}\nexit: goal && order.status == "done"\n${pause()}`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .at('2026-03-02 10:00', 'order.created', order(2))
      .at('2026-03-02 12:00', 'review.posted', { order: { id: 1 }, review: { id: 1, score: 4 } })
      .change('2026-03-02 13:00', 1, { status: 'done' })
      .change('2026-03-02 13:00', 2, { status: 'done' })
      .until('2026-03-10 00:00');
    expect(story.done).toEqual(['2026-03-03 10:00 call task order/2']);
  });

  test.each([
    ['2026-03-08 10:00', 1],
    ['2026-03-10 10:00', 0],
  ])('of an instance that has ended it is counted, `within` its time: %s', (time, count) => {
    const story = tell(
      trigger(`on: {changed: customer.email}\ngoal: {event: order.created, within: 7d, value: event.order.totalSumm}`),
    )
      .at('2026-03-02 10:00', 'customer.created', { customer: { id: 7 } })
      .at('2026-03-02 11:00', 'customer.changed', { customer: { id: 7, email: 'a@b.ru' } })
      .until('2026-03-02 12:00')
      .at(time, 'order.created', order(2, { totalSumm: 500 }));
    expect(story.journal.filter((line) => line === 'completed')).toHaveLength(1);
    expect(goals(story)).toEqual(Array.from({ length: count }, () => 500));
    story.at('2026-03-12 10:00', 'order.created', order(3));
    expect(goals(story)).toHaveLength(count);
  });

  test('of customers who are merged it is counted for what ran for both, and is the survivor’s', () => {
    const story = tell(trigger('on: {event: custom.seen}\nmode: parallel\ngoal: {event: order.created}'))
      .at('2026-03-02 10:00', 'custom.seen', { customer: { id: 7 } })
      .at('2026-03-02 11:00', 'custom.seen', { customer: { id: 9 } })
      .at('2026-03-02 12:00', 'customer.merged', { customer: { id: 7 }, combinedTo: { id: 9 } })
      .at('2026-03-03 10:00', 'order.created', order(2, { customer: { id: 9 } }));
    const reached = story.records.filter(({ what }) => what === 'goal');
    expect(reached.map(({ customer }) => customer)).toEqual(['9', '9']);
  });

  test('of another order of the same customer it is not', () => {
    const story = tell(trigger(`${created}\nkey: order.id\ngoal: {event: review.posted}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .until('2026-03-02 12:00')
      .at('2026-03-03 10:00', 'review.posted', { order: { id: 2, customer: { id: 7 } }, review: { id: 1, score: 4 } })
      .at('2026-03-04 10:00', 'review.posted', { customer: { id: 7 }, review: { id: 2, score: 4 } });
    const reached = story.records.filter(({ what }) => what === 'goal');
    expect(reached).toMatchObject([{ order: '1', at: moment('2026-03-04 10:00') }]);
  });

  test.each([
    ['2026-04-01 09:59', 1],
    ['2026-04-01 10:01', 0],
  ])('without `within` it is counted for 30 days after the end: %s', (time, count) => {
    const story = tell(trigger('on: {changed: customer.email}\ngoal: {event: order.created}'))
      .at('2026-03-02 09:00', 'customer.created', { customer: { id: 7 } })
      .at('2026-03-02 10:00', 'customer.changed', { customer: { id: 7, email: 'a@b.ru' } })
      .until('2026-03-02 12:00')
      .at(time, 'order.created', order(2));
    expect(goals(story)).toHaveLength(count);
  });

  test('of many that have ended the latest are watched', () => {
    const story = tell(trigger('on: {event: custom.seen}\nmode: parallel\ngoal: {event: order.created}'));
    for (let seen = 0; seen < 60; seen++)
      story.at(`2026-03-02 10:${String(seen).padStart(2, '0')}`, 'custom.seen', { customer: { id: 7 } });
    story.until('2026-03-02 12:00').at('2026-03-03 10:00', 'order.created', order(2));
    const entered = story.records.filter(({ what }) => what === 'entered').map(({ instance }) => instance);
    const reached = story.records.filter(({ what }) => what === 'goal').map(({ instance }) => instance);
    expect(reached).toEqual(entered.slice(-50));
  });
});

describe('holdout and control', () => {
  const steps = `do:
  - {id: tell, send: {template: hello, via: email}}
  - {id: mark, tag: {add: seen}}
  - {id: call, task: {text: Call}}`;
  const outcomes = (document: string) => {
    const story = tell(document.includes('kind: Policy') ? document : trigger(document));
    for (let id = 1; id <= 400; id++)
      story.at('2026-03-02 10:00', 'order.created', order(id, { customer: { id, email: `c${id}@b.ru` } }));
    story.until('2026-03-02 10:00');
    return story.effects;
  };

  test('suppress what reaches the customer, never the rest', () => {
    const effects = outcomes(`${created}\nholdout: 50%\n${steps}`);
    const held = effects.filter(({ reason }) => reason === 'holdout');
    expect(held.every(({ type }) => type === 'send')).toBe(true);
    expect(held.length).toBeGreaterThan(150);
    expect(held.length).toBeLessThan(250);
    expect(effects.filter(({ type, outcome }) => type !== 'send' && outcome === 'done')).toHaveLength(800);
  });

  test('suppress each customer for himself whom a loop goes through', () => {
    const story = tell(
      'kind: CustomField\ncode: city\nof: customer\ntype: string\nname: City',
      trigger(
        'on: {event: custom.news}\nholdout: 50%\ndo: [{id: all, each: "=customers(c, c.customFields.city == \\"Tver\\")", do: [{id: tell, send: {template: hello, via: email}}]}]',
      ),
    );
    for (let id = 1; id <= 40; id++)
      story.at('2026-03-02 10:00', 'customer.created', {
        customer: { id, email: `c${id}@b.ru`, customFields: { city: 'Tver' } },
      });
    story.at('2026-03-02 11:00', 'custom.news', {}).until('2026-03-02 12:00');
    const reasons = story.effects.map(({ reason }) => reason ?? 'sent');
    expect(reasons).toHaveLength(40);
    expect(new Set(reasons)).toEqual(new Set(['holdout', 'sent']));
  });

  test('are decided by a stable hash: the same customers every time', () => {
    const ids = () =>
      outcomes(`${created}\nholdout: 20%\n${steps}`)
        .filter(({ reason }) => reason === 'holdout')
        .map(({ customer }) => customer);
    expect(ids()).toEqual(ids());
  });

  test('the control group never gets marketing, and gets service', () => {
    const policy = 'kind: Policy\ncode: default\ncontrol: 30%\n---\n';
    const skipped = (kind: string) =>
      outcomes(`${policy}${trigger(`${created}\nclass: ${kind}\n${steps}`)}`).filter(
        ({ reason }) => reason === 'control',
      ).length;
    expect(skipped('marketing')).toBeGreaterThan(80);
    expect(skipped('service')).toBe(0);
  });
});

describe('own changes', () => {
  const mover = trigger('code: mover\non: {event: order.created}\ndo: [{id: move, set: {order.status: no-answer-1}}]');
  const seen = (own: string) =>
    tell(mover, trigger(`code: watcher\non: {changed: order.status${own}}`))
      .at('2026-03-02 10:00', 'order.created', order(1))
      .until('2026-03-02 10:00').done;

  test('start other triggers by default', () => {
    expect(seen('')).toEqual(['2026-03-02 10:00 move set order/1', '2026-03-02 10:00 call task order/1']);
  });

  test('own: false: only the changes of others', () => {
    expect(seen(', own: false')).toEqual(['2026-03-02 10:00 move set order/1']);
  });

  const itself = (own: string) =>
    tell(
      trigger(
        `on: {changed: order.customFields.count${own}}\nmode: parallel\ndo: [{id: move, set: {order.customFields.count: '=order.customFields.count + 1'}}]`,
      ),
      'kind: CustomField\ncode: count\nof: order\ntype: integer\nname: Count',
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .change('2026-03-02 11:00', 1, { 'customFields.count': 1 })
      .until('2026-03-02 12:00');

  test('a trigger is not started by its own change', () => {
    expect(itself('').done).toHaveLength(1);
  });

  test('own: self: it is, until loop.maxDepth stops it', () => {
    const story = itself(', own: self');
    expect(story.done).toHaveLength(4);
    expect(story.journal).toContain('ignored loop-depth');
  });

  test('loop.perHour: the fuse for one key, which an hour mends', () => {
    const story = tell('kind: Policy\ncode: default\nloop: {perHour: 2}', trigger('on: {changed: order.status}'));
    story.at('2026-03-02 10:00', 'order.created', order(1));
    ['no-answer-1', 'new', 'no-answer-2', 'new'].forEach((status, index) =>
      story.change(`2026-03-02 11:0${index}`, 1, { status }),
    );
    expect(story.done).toHaveLength(2);
    expect(story.journal.filter((line) => line === 'ignored loop-rate')).toHaveLength(2);
    expect(story.change('2026-03-02 12:01', 1, { status: 'done' }).done).toHaveLength(3);
  });

  test('what the fuse keeps out uses nothing up, and takes the place of nothing that runs', () => {
    const fuse = 'kind: Policy\ncode: default\nloop: {perHour: 1}';
    const twice = (head: string, second: string) =>
      tell(fuse, trigger(`on: {changed: order.status}\nkey: customer.id\n${head}\n${pause()}`))
        .at('2026-03-02 09:00', 'order.created', order(1))
        .at('2026-03-02 09:00', 'order.created', order(2))
        .change('2026-03-02 10:00', 1, { status: 'no-answer-1' })
        .change('2026-03-02 10:30', 2, { status: 'no-answer-1' })
        .change(second, 2, { status: 'no-answer-2' })
        .until('2026-03-05 00:00').journal;
    const journal = ['entered', 'ignored loop-rate'];
    expect(twice('mode: restart', '2026-03-04 00:00')).toEqual([...journal, 'completed', 'entered', 'completed']);
    expect(twice('mode: parallel\nonce: {per: order}', '2026-03-02 11:30')).toEqual([
      ...journal,
      'entered',
      'completed',
      'completed',
    ]);
  });
});

describe('backfill: what is already there when the trigger becomes active', () => {
  const standing = (backfill: string) => {
    const story = tell(trigger(`on: {held: order.status, is: at-pickup, for: 3d}\n${backfill}`));
    // The world knew the order before anything was active.
    story.state.world.put('order', '1', {
      data: { id: 1, status: 'at-pickup', customer: { id: 7 } },
      createdAt: Date.UTC(2026, 2, 1) as never,
      since: {},
    });
    return story.at('2026-03-10 10:00', 'order.changed', {
      order: { id: 1 },
      changes: [
        { field: 'status', old: 'at-pickup', new: 'at-pickup' },
        { field: 'managerComment', old: null, new: 'x' },
      ],
    });
  };

  test('none: a standing value counts from activation', () => {
    const story = standing('')
      .change('2026-03-10 11:00', 1, { status: 'new' })
      .change('2026-03-10 12:00', 1, { status: 'at-pickup' });
    expect(story.until('2026-03-20 00:00').done).toEqual(['2026-03-13 12:00 call task order/1']);
  });
});

describe('vars and entry', () => {
  test('vars are computed at entry in their order; a duration is one', () => {
    const story = tell(
      trigger(`${created}
vars: {sum: '=order.totalSumm', double: '=vars.sum * 2', long: 2h}
when: vars.double > 100
do: [{id: pause, wait: '=vars.long * 2'}, {id: call, task: {text: "{{ vars.double }}"}}]`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1, { totalSumm: 60 }))
      .at('2026-03-02 10:00', 'order.created', order(2, { totalSumm: 50 }))
      .change('2026-03-02 11:00', 1, { totalSumm: 1 })
      .until('2026-03-10 00:00');
    expect(story.done).toEqual(['2026-03-02 14:00 call task order/1']);
    expect(story.effects[0]?.data).toMatchObject({ text: '120' });
  });

  test('an order or a list of lines that is kept in vars has its computed fields', () => {
    const story = tell(
      trigger(`on: {event: order.created}
vars: {kept: =order, lines: '=order.items.filter(i, i.quantity > 1)', more: '=vars.kept.statusGroup + "!"'}
when: vars.kept.statusGroup == "new" && vars.lines[0].sum == 20
do:
  - {id: move, set: {order.status: at-pickup}}
  - {id: call, task: {text: "{{ vars.kept.statusGroup }} {{ vars.more }} {{ vars.lines[0].sum }} {{ order.statusGroup }}"}}`),
    )
      .at(
        '2026-03-02 12:00',
        'order.created',
        order(1, { status: 'new', items: [{ id: 1, quantity: 2, initialPrice: 10 }] }),
      )
      .until('2026-03-02 12:01');
    expect(story.effects.at(-1)?.data).toMatchObject({ text: 'new new! 20 work' });
  });

  test('a value may take all those above it, and never holds itself', () => {
    const story = tell(
      trigger(`${created}\nvars: {a: 1, all: =vars}\ndo: [{id: call, task: {text: "{{ vars.all|json_encode }}"}}]`),
    ).at('2026-03-02 10:00', 'order.created', order(1));
    expect(story.effects[0]?.data['text']).toBe('{"a":1}');
  });

  test('entry is a snapshot: order, event and moment stay as they were', () => {
    const story = tell(
      trigger(`${created}
do: [{id: pause, wait: 1h}, {id: call, task: {text: "{{ entry.order.status }} {{ order.status }} {{ entry.event.type }} {{ entry.at|date('H:i') }}"}}]`),
    )
      .at('2026-03-02 10:00', 'order.created', order(1))
      .change('2026-03-02 10:30', 1, { status: 'done' })
      .until('2026-03-02 12:00');
    expect(story.effects[0]?.data['text']).toBe('New Done order.created 10:00');
  });

  test('entry has what the event carries, under its own name', () => {
    const story = tell(
      trigger(`on: {event: call.missed}
vars: {phone: =entry.call.phone}
do: [{id: pause, wait: 1h}, {id: call, task: {text: "{{ entry.call.phone }} {{ vars.phone }}"}}]`),
    )
      .at('2026-03-02 10:00', 'call.missed', { customer: { id: 7 }, call: { phone: '+79990000001' } })
      .until('2026-03-02 12:00');
    expect(story.effects[0]?.data['text']).toBe('+79990000001 +79990000001');
  });

  test.each(['with', 'extend', 'constructor', '__proto__'])('an event may carry what it likes: %s', (name) => {
    const odd = JSON.parse(`{"${name}": {"a": 1}}`) as object;
    const story = tell(trigger(`${created}\nvars: {a: order.id}`));
    story.at('2026-03-02 10:00', 'order.created', { ...order(1), ...odd });
    expect(story.done).toEqual(['2026-03-02 10:00 call task order/1']);
  });
});

test('priority, then code: who comes first of those that one event starts', () => {
  const story = tell(
    trigger(`code: b\n${created}\ndo: [{id: b, task: {text: x}}]`),
    trigger(`code: a\n${created}\ndo: [{id: a, task: {text: x}}]`),
    trigger(`code: c\npriority: 90\n${created}\ndo: [{id: c, task: {text: x}}]`),
  ).at('2026-03-02 10:00', 'order.created', order(1));
  expect(story.effects.map(({ step }) => step)).toEqual(['c', 'a', 'b']);
});

test('segments change before entries: what an event starts sees the new membership', () => {
  const story = tell(
    'kind: Segment\ncode: buyers\nname: Buyers\nwhere: customer.ordersCount >= 1',
    trigger(`${created}\nwhen: inSegment("buyers")`),
  ).at('2026-03-02 10:00', 'order.created', order(1));
  expect(story.done).toHaveLength(1);
});
