import { describe, expect, test } from 'vitest';
import { parseInstant, type Instant } from '../../src/model/instant.js';
import { onBothHosts, type Act } from './bothHosts.js';
import type { Row } from './liveShop.js';
import { openPostOffice, thanksByMail } from './postOffice.js';

const utc = (time: string): Instant => parseInstant(time)!;
const office = `kind: Calendar
code: office
name: Office
week: {mon-fri: "09:00-18:00"}
breaks: {mon-fri: "13:00-14:00"}
holidays: ["2024-05-09"]
---
`;
const call = '{id: call, task: {text: Call}}';
const trigger = (code: string, on: string, steps = call, more = ''): string =>
  `kind: Trigger\ncode: ${code}\nname: ${code}\non: ${on}\n${more}do: [${steps}]\n`;
const born = '{event: order.created}';
const daily = (cron: string): string => `{schedule: "${cron}", each: 'orders(o, o.status == "new")'}`;

interface Story {
  readonly zone: string;
  /** When the customer and his order come, UTC. */
  readonly start: string;
  readonly end: string;
  readonly customer?: Row;
  /** Comments on the order, when. */
  readonly comments?: readonly string[];
}

/** When each trigger did what it does, UTC, the same live and in a back-test. */
async function timesOf(
  { zone, start, end, customer = {}, comments = [] }: Story,
  ...resources: readonly string[]
): Promise<Readonly<Record<string, readonly string[]>>> {
  const from = utc(start);
  const after = (time: string): number => (utc(time) - from) / 60_000;
  const acts: readonly Act[] = [
    { at: 0, act: async (shop) => shop.order({ customer: { id: await shop.customer(customer) } }) },
    ...comments.map((time): Act => ({
      at: after(time),
      act: (shop) => shop.change(1, { managerComment: `at ${time}` }),
    })),
  ];
  const { live, backtest } = await onBothHosts(resources.join('---\n'), acts, after(end), { start: from, zone });
  expect(backtest).toEqual(live);
  const times: Record<string, string[]> = {};
  for (const [id, line] of Object.entries(live.effects))
    if (line.endsWith(' done')) (times[line.split('/')[0]!] ??= []).push(live.times[id]!.slice(0, 16));
  return times;
}

/** Counted from the order: the first such hour a day later; and every day at that hour. */
const atHour = (hour: string, cron: string): readonly string[] => [
  trigger('schedule', daily(cron)),
  trigger('wait', born, `{id: pause, wait: {for: 1d, at: "${hour}"}}, ${call}`),
  trigger('held', `{held: order.status, is: new, for: 1d, at: "${hour}"}`),
  trigger('date', `{date: =order.createdAt, offset: 1d, at: "${hour}"}`),
];
const birthday = trigger('birthday', '{date: =customer.birthday, yearly: true}');
const remarked = '{changed: order.managerComment}';

describe('live and in a back-test', { timeout: 120_000 }, () => {
  describe('a clock time that does not exist is the first moment after', () => {
    test('Berlin, 31 March 2024, 02:30', async () => {
      const story = { zone: 'Europe/Berlin', start: '2024-03-30T00:00:00Z', end: '2024-04-01T12:00:00Z' };
      expect(await timesOf(story, ...atHour('02:30', '30 2 * * *'))).toEqual({
        schedule: ['2024-03-30T01:30', '2024-03-31T01:00', '2024-04-01T00:30'],
        wait: ['2024-03-31T01:00'],
        held: ['2024-03-31T01:00'],
        date: ['2024-03-31T01:00'],
      });
    });

    test('Cairo, 25 April 2025, midnight', async () => {
      const story = {
        zone: 'Africa/Cairo',
        start: '2025-04-23T20:00:00Z',
        end: '2025-04-26T12:00:00Z',
        customer: { birthday: '1990-04-25' },
      };
      expect(await timesOf(story, ...atHour('00:00', '0 0 * * *'), birthday)).toEqual({
        schedule: ['2025-04-23T22:00', '2025-04-24T22:00', '2025-04-25T21:00'],
        wait: ['2025-04-24T22:00'],
        held: ['2025-04-24T22:00'],
        date: ['2025-04-23T22:00'],
        birthday: ['2025-04-24T22:00'],
      });
    });

    test('New York, 10 March 2024, 02:30', async () => {
      const story = { zone: 'America/New_York', start: '2024-03-09T06:00:00Z', end: '2024-03-11T12:00:00Z' };
      expect(await timesOf(story, ...atHour('02:30', '30 2 * * *'))).toEqual({
        schedule: ['2024-03-09T07:30', '2024-03-10T07:00', '2024-03-11T06:30'],
        wait: ['2024-03-10T07:00'],
        held: ['2024-03-10T07:00'],
        date: ['2024-03-10T07:00'],
      });
    });
  });

  describe('one that comes twice is the first', () => {
    test('Berlin, 27 October 2024, 02:30; a step in the hours runs in both', async () => {
      const story = { zone: 'Europe/Berlin', start: '2024-10-26T00:00:00Z', end: '2024-10-28T12:00:00Z' };
      const hourly = trigger('hourly', daily('30 2-3/1 * * *'));
      expect(await timesOf(story, ...atHour('02:30', '30 2 * * *'), hourly)).toEqual({
        schedule: ['2024-10-26T00:30', '2024-10-27T00:30', '2024-10-28T01:30'],
        wait: ['2024-10-27T00:30'],
        held: ['2024-10-27T00:30'],
        date: ['2024-10-27T00:30'],
        hourly: ['26T00:30', '26T01:30', '27T00:30', '27T01:30', '27T02:30', '28T01:30', '28T02:30'].map(
          (time) => `2024-10-${time}`,
        ),
      });
    });

    test('New York, 3 November 2024, 01:30', async () => {
      const story = { zone: 'America/New_York', start: '2024-11-02T05:00:00Z', end: '2024-11-04T12:00:00Z' };
      expect(await timesOf(story, ...atHour('01:30', '30 1 * * *'))).toEqual({
        schedule: ['2024-11-02T05:30', '2024-11-03T05:30', '2024-11-04T06:30'],
        wait: ['2024-11-03T05:30'],
        held: ['2024-11-03T05:30'],
        date: ['2024-11-03T05:30'],
      });
    });

    test('Almaty, 29 February 2024, 23:30, and the midnight after both', async () => {
      const story = {
        zone: 'Asia/Almaty',
        start: '2024-02-28T08:00:00Z',
        end: '2024-03-01T20:00:00Z',
        customer: { birthday: '1990-03-01' },
      };
      expect(await timesOf(story, ...atHour('23:30', '30 23 * * *'), birthday)).toEqual({
        schedule: ['2024-02-28T17:30', '2024-02-29T17:30', '2024-03-01T18:30'],
        wait: ['2024-02-29T17:30'],
        held: ['2024-02-29T17:30'],
        date: ['2024-02-29T17:30'],
        birthday: ['2024-02-29T19:00'],
      });
    });
  });

  test('what people do in an hour that comes twice is counted from when they did it', async () => {
    const story = {
      zone: 'Europe/Berlin',
      start: '2024-10-26T20:00:00Z',
      end: '2024-10-27T12:00:00Z',
      comments: ['2024-10-27T00:20:00Z', '2024-10-27T01:15:00Z', '2024-10-27T01:50:00Z'],
    };
    const later = trigger('later', remarked, `{id: pause, wait: 30m}, ${call}`, 'mode: parallel\n');
    const clock = trigger('clock', remarked, `{id: pause, wait: {for: 5m, at: "02:30"}}, ${call}`, 'mode: parallel\n');
    expect(await timesOf(story, later, clock)).toEqual({
      later: ['2024-10-27T00:50', '2024-10-27T01:45', '2024-10-27T02:20'],
      clock: ['2024-10-27T00:30', '2024-10-27T01:30'],
    });
  });

  test('a month after 31 January is the last of February; 29 February is 1 March in other years', async () => {
    const story = {
      zone: 'Europe/Moscow',
      start: '2024-01-31T09:00:00Z',
      end: '2026-04-01T00:00:00Z',
      customer: { birthday: '1992-02-29' },
    };
    const times = await timesOf(
      story,
      trigger('wait', born, `{id: pause, wait: 1mo}, ${call}`),
      trigger('held', '{held: order.status, is: new, for: 1mo}'),
      trigger('date', '{date: =order.createdAt, offset: 1mo}'),
      birthday.replace('yearly', 'at: "11:00", yearly'),
      'kind: Policy\ncode: default\nname: Policy\nretention: {journal: 1000d}\n',
    );
    expect(times).toEqual({
      wait: ['2024-02-29T09:00'],
      held: ['2024-02-29T09:00'],
      date: ['2024-02-29T09:00'],
      birthday: ['2024-02-29T08:00', '2025-03-01T08:00', '2026-03-01T08:00'],
    });
  });

  test('working time leaves out lunch, holidays and weekends', async () => {
    // Half an hour before the end of a Wednesday; Thursday is a holiday.
    const story = { zone: 'Europe/Moscow', start: '2024-05-08T14:30:00Z', end: '2024-05-14T00:00:00Z' };
    const waits = (code: string, time: string): string =>
      trigger(code, born, `{id: pause, wait: {for: ${time}, calendar: office}}, ${call}`);
    const held = trigger('held', '{held: order.status, is: new, for: {for: 2h, calendar: office}}');
    const triggers = [waits('holiday', '2h'), waits('lunch', '6h'), waits('weekend', '10h'), waits('days', '2d'), held];
    expect(await timesOf(story, office + triggers.join('---\n'))).toEqual({
      holiday: ['2024-05-10T07:30'],
      lunch: ['2024-05-10T12:30'],
      weekend: ['2024-05-13T07:30'],
      days: ['2024-05-13T14:30'],
      held: ['2024-05-10T07:30'],
    });
  });

  describe('a letter', () => {
    const lettersOf = async (story: Story, rules: string, on = born): Promise<unknown> => {
      const { port, letters } = await openPostOffice();
      const policy = `kind: Policy\ncode: default\nname: Policy\nclasses: {service: {${rules}}}\n`;
      const send = trigger('letter', on, '{id: tell, send: {template: thanks}}', 'mode: parallel\n');
      const times = await timesOf(story, thanksByMail(port) + policy, send);
      expect(letters).toHaveLength(times['letter']!.length);
      return times['letter'];
    };

    test('waits for the end of quiet hours where that does not exist', async () => {
      const story = { zone: 'Europe/Berlin', start: '2024-03-30T22:00:00Z', end: '2024-03-31T12:00:00Z' };
      expect(await lettersOf(story, 'quiet: "22:00-02:30"')).toEqual(['2024-03-31T01:00']);
    });

    test('waits for their first end where they end twice, and for the second in the hour that comes again', async () => {
      const story = {
        zone: 'Europe/Berlin',
        start: '2024-10-26T20:00:00Z',
        end: '2024-10-27T12:00:00Z',
        comments: ['2024-10-26T21:00:00Z', '2024-10-27T01:15:00Z'],
      };
      expect(await lettersOf(story, 'quiet: "22:00-02:30"', remarked)).toEqual([
        '2024-10-27T00:30',
        '2024-10-27T01:30',
      ]);
    });

    test('over the cap of a day waits for the next, which begins an hour late', async () => {
      const story = {
        zone: 'Africa/Cairo',
        start: '2025-04-24T19:00:00Z',
        end: '2025-04-25T12:00:00Z',
        comments: ['2025-04-24T20:00:00Z', '2025-04-24T20:30:00Z'],
      };
      expect(await lettersOf(story, 'caps: [1/day]', remarked)).toEqual(['2025-04-24T20:00', '2025-04-24T22:00']);
    });
  });
});
