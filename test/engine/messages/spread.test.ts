import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownMoment } from '../../../src/engine/messages/spread.js';
import { compileProgram, takeTurn } from '../../../src/engine/index.js';
import type { Effect } from '../../../src/model/effect.js';
import { instant, type Instant } from '../../../src/model/instant.js';
import { projectOf } from '../../simulate/support/project.js';
import { moment, order, statuses, tell, trigger, zone } from '../harness.js';

const minute = 60_000;
const hour = 60 * minute;
const due = moment('2026-03-02 12:00');

/** What becomes of the letters to so many customers that were due at noon, when nobody was there before `wall`. */
function caughtUp(count: number, wall: Instant, messages = 'marketing', policy = '', step = ''): readonly Effect[] {
  const { program, state } = tell(
    ...(policy === '' ? [] : [`kind: Policy\ncode: default\n${policy}`]),
    trigger(
      `class: ${messages}\non: {event: order.created}\ndo: [{id: tell, send: {template: hello, via: email}${step}}]`,
    ),
  ).until('2026-03-02 10:00');
  return Array.from({ length: count }, (_, index) => {
    const data = order(index, { customer: { id: index, email: `${index}@b.ru` } });
    const event = { id: `e${index}`, source: 'test', type: 'order.created', at: due, data };
    return takeTurn(program, state, { kind: 'event', event }, due, wall).effects[0]!;
  });
}

describe('messages of marketing that are later than late.spread', () => {
  test('go out over that time, evenly, each customer at a moment of their own', () => {
    const wall = moment('2026-03-02 15:00');
    const effects = caughtUp(600, wall);
    const slots = Array.from({ length: 6 }, () => 0);
    for (const { outcome, reason, until } of effects) {
      expect([outcome, reason]).toEqual(['deferred', 'spread']);
      slots[Math.floor((until! - wall) / (10 * minute))]!++;
    }
    for (const slot of slots) expect(slot).toBeGreaterThan(60);
    expect(slots.reduce((a, b) => a + b, 0)).toBe(600);
    // Whoever asks a little later gets the same moment, unless it is over.
    const later = caughtUp(600, instant(wall + minute));
    expect(later.filter(({ until }, index) => until === effects[index]!.until).length).toBeGreaterThan(570);
  });

  test('are those alone: what is less late, and service, goes at once', () => {
    expect(caughtUp(3, instant(due + hour)).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(caughtUp(1, instant(due + hour + 1))[0]).toMatchObject({ outcome: 'deferred' });
    expect(caughtUp(1, instant(due + 5 * hour), 'service')[0]).toMatchObject({ outcome: 'done' });
  });

  test('as long as the Policy, its class or the trigger says', () => {
    const wall = instant(due + 5 * hour);
    const longest = (...words: readonly [string?, string?]): number =>
      Math.max(...caughtUp(200, wall, ...words).map(({ until }) => (until ?? wall) - wall));
    const both = 'late: {spread: 10m}\nclasses: {marketing: {late: {spread: 2h}}}';
    expect(longest('marketing', 'late: {spread: 10m}')).toBeLessThan(10 * minute);
    expect(longest('marketing', both)).toBeGreaterThan(hour);
    expect(longest('marketing\nlate: {spread: 5m}', both)).toBeLessThan(5 * minute);
    expect(longest('marketing', 'late: {spread: 0s}')).toBe(0);
  });

  test('go in the next allowed window, and are spread there, too', () => {
    const wall = moment('2026-03-02 20:50');
    const opens = moment('2026-03-03 10:00');
    const turns = caughtUp(300, wall, 'marketing', 'classes: {marketing: {quiet: "21:00-10:00"}}').map(
      ({ until }) => until!,
    );
    const evening = turns.filter((at) => at < moment('2026-03-02 21:00'));
    const morning = turns.filter((at) => at >= opens && at < opens + hour);
    expect(evening.length + morning.length).toBe(300);
    expect(evening.length).toBeGreaterThan(20);
    expect(new Set(morning).size).toBeGreaterThan(200);
  });

  test('go at the next look of a host that looks seldom: nobody gets a second moment', () => {
    const { program, state } = tell(
      trigger('class: marketing\non: {event: order.created}\ndo: [{id: tell, send: {template: hello, via: email}}]'),
    ).until('2026-03-02 10:00');
    const data = order(1, { customer: { id: 1, email: '1@b.ru' } });
    const event = { id: 'e', source: 'test', type: 'order.created', at: due, data };
    const looks = [6, 12].map((hours) => instant(due + hours * hour));
    const first = takeTurn(program, state, { kind: 'event', event }, due, looks[0]!).effects;
    expect(first).toMatchObject([{ outcome: 'deferred', reason: 'spread' }]);
    const timer = state.nextTimer()!;
    expect(timer.due).toBeLessThan(looks[0]! + hour);
    const second = takeTurn(program, state, { kind: 'timer', timer }, timer.due, looks[1]!).effects;
    expect(second).toMatchObject([{ id: first[0]!.id, outcome: 'done' }]);
  });

  test('nor does one whom the night or a cap holds back after the first', () => {
    const { program, state } = tell(
      'kind: Policy\ncode: default\nclasses: {marketing: {quiet: "21:00-10:00"}}',
      trigger('class: marketing\non: {event: order.created}\ndo: [{id: tell, send: {template: hello, via: email}}]'),
    ).until('2026-03-02 10:00');
    const data = order(1, { customer: { id: 1, email: '1@b.ru' } });
    const event = { id: 'e', source: 'test', type: 'order.created', at: due, data };
    const first = takeTurn(program, state, { kind: 'event', event }, due, moment('2026-03-02 15:00')).effects;
    const later = ['2026-03-02 22:00', '2026-03-03 16:00'].flatMap((look) => {
      const timer = state.nextTimer()!;
      return takeTurn(program, state, { kind: 'timer', timer }, timer.due, moment(look)).effects;
    });
    expect([...first, ...later].map(({ outcome, reason }) => reason ?? outcome)).toEqual(['spread', 'quiet', 'done']);
  });

  test('are not put off past their validUntil, nor into a night that would skip them', () => {
    const wall = moment('2026-03-02 20:50');
    const skips = 'classes: {marketing: {quiet: "21:00-10:00", onQuiet: skip}}';
    expect(caughtUp(100, wall, 'marketing', skips).filter(({ outcome }) => outcome === 'skipped')).toEqual([]);
    const until = '"2026-03-02 20:55"';
    const valid = caughtUp(100, wall, 'marketing', '', `, validUntil: ${until}`);
    expect(valid.filter(({ outcome }) => outcome === 'skipped')).toEqual([]);
    expect(valid.filter(({ outcome }) => outcome === 'done').length).toBeGreaterThan(70);
  });

  test('are all skipped in a night that skips, though some would have their moment after it', () => {
    const skips = 'classes: {marketing: {quiet: "21:00-10:00", onQuiet: skip}}';
    const reasons = caughtUp(100, moment('2026-03-03 09:30'), 'marketing', skips).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['quiet']));
  });
});

describe('waits that a change of the trigger made too short', () => {
  const version = (wait: string, more = ''): string =>
    trigger(
      `inFlight: follow\n${more}on: {event: order.created}\ndo:\n  - {id: pause, ${wait}}\n  - {id: call, task: {text: Call}}`,
    );

  /** When those go on who waited by the old version since noon, and whom something wakes at four under the new one. */
  function goOn(before: string, after: string, count = 200): readonly number[] {
    const { program, state } = tell(before).until('2026-03-02 10:00');
    const event = (index: number, type: string, at: Instant) => ({
      kind: 'event' as const,
      event: { id: `${type}${index}`, source: 'test', type, at, data: order(index) },
    });
    for (let index = 0; index < count; index++) takeTurn(program, state, event(index, 'order.created', due), due);
    const { project, sites, words } = projectOf(
      [statuses, after].join('\n---\n'),
      `version: 1\nname: test\ntimezone: ${zone}\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n`,
    );
    const next = compileProgram(project, sites, words);
    const both = { ...next, revisions: new Map([...program.revisions, ...next.revisions]) };
    const four = instant(due + 4 * hour);
    for (let index = 0; index < count; index++) takeTurn(both, state, event(index, 'order.changed', four), four);
    const moments: number[] = [];
    for (let timer = state.nextTimer(); timer !== undefined; timer = state.nextTimer()) {
      state.disarm(timer.id);
      const { effects } = takeTurn(both, state, { kind: 'timer', timer }, timer.due);
      if (effects.length > 0) moments.push((timer.due - due) / hour);
    }
    return moments;
  }

  test('end within an hour, not all at once', () => {
    const moments = goOn(version('wait: 24h'), version('wait: 2h'));
    expect(moments).toHaveLength(200);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...moments)).toBeLessThan(5);
    expect(new Set(moments).size).toBeGreaterThan(150);
  });

  test('as do time-outs', () => {
    const wait = (timeout: string): string => version(`waitFor: {event: review.posted, timeout: ${timeout}}`);
    const moments = goOn(wait('24h'), wait('2h'));
    expect(new Set(moments).size).toBeGreaterThan(150);
    expect(Math.max(...moments)).toBeLessThan(5);
  });

  test('within the time that they are too short by, or that late.spread says', () => {
    expect(Math.max(...goOn(version('wait: 24h'), version('wait: 3h55m')))).toBeLessThan(4 + 5 / 60);
    expect(new Set(goOn(version('wait: 24h'), version('wait: 2h', 'late: {spread: 0s}\n')))).toEqual(new Set([4]));
  });

  test('others end at their anchor plus the new delay', () => {
    expect(new Set(goOn(version('wait: 24h'), version('wait: 6h'), 3))).toEqual(new Set([6]));
    expect(new Set(goOn(version('wait: 24h'), version('wait: 30h'), 3))).toEqual(new Set([30]));
    const wait = (timeout: string): string => version(`waitFor: {event: review.posted, timeout: ${timeout}}`);
    expect(new Set(goOn(wait('24h'), wait('30h'), 3))).toEqual(new Set([30]));
  });

  test('a time-out that is there no more does not come', () => {
    const wait = (timeout = ''): string => version(`waitFor: {event: review.posted${timeout}}`);
    expect(goOn(wait(', timeout: 24h'), wait(), 3)).toEqual([]);
  });
});

test('a moment of one’s own comes once in every period', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 1, max: 10 * hour }),
      fc.integer({ min: 0, max: 2e12 }),
      (who, period, from) => {
        const own = ownMoment(who, period, instant(from));
        expect(own).toBeGreaterThanOrEqual(from);
        expect(own).toBeLessThan(from + period);
        expect(ownMoment(who, period, own)).toBe(own);
        expect(ownMoment(who, period, instant(own + 1))).toBe(own + period);
      },
    ),
  );
});
