import { describe, expect, test } from 'vitest';
import { askHeldBack, compileProgram, takeTurn, type Program } from '../../../src/engine/index.js';
import { formatLocal, toLocal } from '../../../src/model/zone.js';
import { createMemoryState } from '../../../src/simulate/memoryState.js';
import { startSimulation } from '../../../src/simulate/simulation.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { projectOf } from '../../simulate/support/project.js';
import { moment, order, statuses, trigger, zone } from '../harness.js';

const letter = trigger(
  'class: marketing\nkey: order.id\non: {event: order.created}\ndo: [{id: tell, send: {template: hello}}]',
);
const policy = (rules: string): string => `kind: Policy\ncode: default\nclasses: {marketing: {${rules}}}`;
const customer = { id: 7, email: 'a@b.ru', phones: [{ number: '+79990000007' }] };
const night = policy('quiet: "21:00-10:00"');

function programOf(...documents: readonly string[]): Program {
  const { project, sites, words } = projectOf([statuses, ...documents].join('\n---\n'));
  return compileProgram(project, sites, words);
}

/** Orders come at 22:00 under one release, at 23:00 there is another one; what became of the letters in three days. */
function told(before: Program, after: Program, orders = 1): readonly string[] {
  const state = createMemoryState();
  const came: string[] = [];
  const run = (program: Program, from: string, until: string, events = 0): void => {
    const simulation = startSimulation(program, state, vocabulary, moment(from), ({ effects }) => {
      for (const { at, outcome, reason, channel } of effects) {
        const how = outcome === 'done' ? channel : `${outcome} ${reason}`;
        if (outcome !== 'deferred') came.push(`${formatLocal(toLocal(zone, at)).slice(8, 16)} ${how}`);
      }
    });
    for (let id = 1; id <= events; id++)
      simulation.take({
        id: `e${id}`,
        source: 'test',
        type: 'order.created',
        at: moment(from),
        data: order(id, { customer }),
      });
    simulation.runUntil(moment(until));
  };
  run(before, '2026-03-02 22:00', '2026-03-02 23:00', orders);
  askHeldBack(after, state, moment('2026-03-02 23:00'));
  run(after, '2026-03-02 23:00', '2026-03-06 00:00');
  return came;
}

describe('under another release a message that is held back goes', () => {
  test.each([
    ['with a shorter night', 'quiet: "21:00-23:30"', ['02 23:30 email']],
    ['with a night that is over', 'quiet: "21:00-22:30"', ['02 23:00 email']],
    ['with a longer night', 'quiet: "21:00-12:00"', ['03 12:00 email']],
    ['with a night in which nothing waits', 'quiet: "21:00-10:00", onQuiet: skip', ['02 23:00 skipped quiet']],
    ['with a cap beside it', 'quiet: "21:00-10:00", caps: [1/2d]', ['03 10:00 email']],
  ])('%s', (_, rules, expected) => {
    expect(told(programOf(letter, night), programOf(letter, policy(rules)))).toEqual(expected);
  });

  test.each([
    ['raised', 'caps: [2/1d]', ['02 22:00 email', '02 23:00 email', '03 22:00 email']],
    ['lowered', 'caps: [1/36h]', ['02 22:00 email', '04 10:00 email', '05 22:00 email']],
  ])('by a cap that was %s', (_, rules, expected) => {
    expect(told(programOf(letter, policy('caps: [1/1d]')), programOf(letter, policy(rules)), 3)).toEqual(expected);
  });

  test('by the channel that comes first now', () => {
    const template = (...channels: readonly string[]): string =>
      `kind: Template\ncode: either\nname: Either\nfor: customer\nchannels: {${channels.join(', ')}}`;
    const [email, sms] = ['email: {subject: Hello, body: Hello}', 'sms: {body: Hello}'];
    const either = letter.replace('template: hello', 'template: either');
    expect(
      told(programOf(either, night, template(email!, sms!)), programOf(either, night, template(sms!, email!))),
    ).toEqual(['03 10:00 sms']);
  });
});

test('a message of marketing that is spread has its own moment by the spread of now', () => {
  const spread = (time: string): Program =>
    programOf(letter, `kind: Policy\ncode: default\nlate: {spread: ${time}}\nclasses: {marketing: {}}`);
  const state = createMemoryState();
  const [at, wall] = [moment('2026-03-02 12:00'), moment('2026-03-04 12:00')];
  const event = { id: 'e', source: 'test', type: 'order.created', at, data: order(1, { customer }) };
  takeTurn(spread('10h'), state, { kind: 'event', event }, at, wall);
  const due = state.nextTimer()!.due;
  askHeldBack(spread('10h'), state, wall);
  expect(state.nextTimer()!.due).toBe(due);
  askHeldBack(spread('10m'), state, wall);
  expect(state.nextTimer()!.due - wall).toBeLessThan(600_000);
});
