import { describe, expect, test } from 'vitest';
import { takeTurn } from '../../src/engine/index.js';
import { instant } from '../../src/model/instant.js';
import { moment, order, tell, trigger } from './harness.js';

const hour = 3_600_000;
const policy = (text: string) => `kind: Policy\ncode: default\n${text}`;

/** What becomes of a task that was due so many hours before anybody was there to make it. */
function madeLate(hours: number, head: string, ...documents: readonly string[]): string {
  const story = tell(...documents, trigger(`${head}on: {event: order.created}`)).until('2026-03-02 10:00');
  const at = moment('2026-03-02 12:00');
  const input = {
    kind: 'event',
    event: { id: 'e', source: 'test', type: 'order.created', at, data: order(1) },
  } as const;
  const [effect] = takeTurn(story.program, story.state, input, at, instant(at + hours * hour)).effects;
  return effect?.reason ?? effect?.outcome ?? 'nothing';
}

describe('what is due longer ago than late.max is put aside', () => {
  test('after a day when nobody says otherwise', () => {
    expect(madeLate(23, '')).toBe('done');
    expect(madeLate(25, '')).toBe('late');
  });

  test('as the Policy says', () => {
    expect(madeLate(3, '', policy('late: {max: 2h}'))).toBe('late');
    expect(madeLate(40, '', policy('late: {max: 2d}'))).toBe('done');
  });

  test('its class before the Policy, the trigger before both', () => {
    const both = policy('late: {max: 2d}\nclasses: {service: {late: {max: 1h}}, marketing: {late: {max: 10h}}}');
    expect(madeLate(2, '', both)).toBe('late');
    expect(madeLate(2, 'class: marketing\n', both)).toBe('done');
    expect(madeLate(11, 'class: marketing\n', both)).toBe('late');
    expect(madeLate(11, 'late: {max: 12h}\n', both)).toBe('done');
  });
});
