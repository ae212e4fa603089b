import { describe, expect, it } from 'vitest';
import { created, play } from './play.js';

/** Charging what nobody has fails. */
const project = (steps: string) => `
kind: Program
code: points
ledger: own
---
kind: Sequence
code: pay
params: {then: {type: string, default: paid}}
do:
  - {id: charge, bonus: {charge: 10, program: points}}
  - {id: told, note: "{{ params.then }}"}
---
kind: Sequence
code: talk
do:
  - {id: first, note: "hello"}
  - {id: pause, wait: 1h}
  - {id: last, note: "bye"}
---
kind: Trigger
code: story
on: {event: order.created}
mode: parallel
do:
${steps}`;
const told = (steps: string, events = [created('2026-03-02 10:00', {})]) =>
  play(project(steps), events, '2026-03-04 10:00').lines;
const refused = (step: string) => `2026-03-02 10:00 bonus ${step} (skipped: balance)`;

describe('onError of a step that holds others says what happens when one of them fails', () => {
  it.each([
    ['call', 'call: pay', 'around/charge'],
    ['choose', 'choose: [{if: "true", do: [{id: charge, bonus: {charge: 10, program: points}}]}]', 'around/charge'],
    ['each', "each: '=[1, 2]', do: [{id: charge, bonus: {charge: 10, program: points}}]", 'around#1/charge'],
    ['repeat', 'repeat: {max: 2, do: [{id: charge, bonus: {charge: 10, program: points}}]}', 'around#1/charge'],
  ])('%s', (_, word, charge) => {
    const end = '  - {id: end, note: end}';
    expect(told(`  - {id: around, ${word}}\n${end}`)).toEqual([refused(charge)]);
    expect(told(`  - {id: around, ${word}, onError: continue}\n${end}`)).toEqual([
      refused(charge),
      '2026-03-02 10:00 note end end',
    ]);
    expect(told(`  - {id: around, ${word}, onError: [{id: sorry, note: sorry}]}\n${end}`)).toEqual([
      refused(charge),
      '2026-03-02 10:00 note around/onError/sorry sorry',
      '2026-03-02 10:00 note end end',
    ]);
  });

  it('the nearest one is asked, and a step of onError that fails asks the one around', () => {
    const charge = 'bonus: {charge: 10, program: points}';
    expect(
      told(`
  - id: outer
    choose:
      - if: "true"
        do:
          - id: inner
            choose: [{if: "true", do: [{id: charge, ${charge}}]}]
            onError: [{id: again, ${charge}}]
          - {id: unreached, note: unreached}
    onError: [{id: sorry, note: sorry}]
`),
    ).toEqual([
      refused('outer/inner/charge'),
      refused('outer/inner/onError/again'),
      '2026-03-02 10:00 note outer/onError/sorry sorry',
    ]);
  });

  it('stands outside of what it is about: a loop begins anew the next time, and a call keeps its results to itself', () => {
    expect(
      told(`
  - id: rounds
    repeat:
      max: 2
      every: 1h
      do:
        - {id: list, each: '=[1, 2]', do: [{id: seen, note: "{{ element }}"}, {id: reach, call: pay}], onError: [{id: why, note: "{{ steps.list.ok ? 'all' : 'broken off' }}"}]}
`),
    ).toEqual([
      '2026-03-02 10:00 note rounds#1/list#1/seen 1',
      refused('rounds#1/list#1/reach/charge'),
      '2026-03-02 10:00 note rounds#1/list/onError/why broken off',
      '2026-03-02 11:00 note rounds#2/list#1/seen 1',
      '2026-03-02 11:00 bonus rounds#2/list#1/reach/charge (skipped: balance)',
      '2026-03-02 11:00 note rounds#2/list/onError/why broken off',
    ]);
  });

  it('a wait for a moment that there is not goes on by its onError, too', () => {
    const wait = "wait: {until: '=customer.birthday'}";
    expect(told(`  - {id: pause, ${wait}}\n  - {id: end, note: end}`)).toEqual([]);
    expect(told(`  - {id: pause, ${wait}, onError: continue}\n  - {id: end, note: end}`)).toEqual([
      '2026-03-02 10:00 note end end',
    ]);
  });
});

describe('once of a step that holds others is used up when the last of them is done', () => {
  const two = [created('2026-03-02 10:00', {}), created('2026-03-03 10:00', { id: 2, number: 'A-2' })];

  it.each([
    ['call', 'call: talk', 'around/first'],
    ['choose', 'choose: [{if: "true", do: [{id: first, note: hello}]}]', 'around/first'],
    ['else', 'choose: [{if: "false", do: [{id: no, note: no}]}], else: [{id: first, note: hello}]', 'around/first'],
  ])('%s', (_, word, first) => {
    const lines = told(`  - {id: around, once: {per: customer}, ${word}}`, two);
    expect(lines.filter((line) => line.includes('hello'))).toEqual([`2026-03-02 10:00 note ${first} hello`]);
  });

  it('and not before: another instance may still begin it, and one that failed may be begun again', () => {
    const soon = [created('2026-03-02 10:00', {}), created('2026-03-02 10:30', { id: 2, number: 'A-2' })];
    expect(told('  - {id: around, once: {per: customer}, call: talk}', soon)).toHaveLength(4);
    const failing = '  - {id: around, once: {per: customer}, call: pay, onError: [{id: sorry, note: sorry}]}';
    expect(told(failing, two).filter((line) => line.includes('sorry'))).toHaveLength(2);
    const ending =
      '  - id: around\n    once: {per: customer}\n    choose: [{if: "true", do: [{id: first, note: hello}, {id: pause, wait: {until: "=customer.birthday"}}]}]';
    expect(told(ending, two).filter((line) => line.includes('hello'))).toHaveLength(2);
  });
});

describe('validUntil drops a step of flow that is reached too late', () => {
  it.each([
    ['call', 'call: talk'],
    ['choose', 'choose: [{if: "true", do: [{id: no, note: no}]}]'],
    ['each', "each: '=[1]', do: [{id: no, note: no}]"],
    ['repeat', 'repeat: {max: 1, do: [{id: no, note: no}]}'],
    ['wait', 'wait: 5h'],
    ['stop', 'stop: no'],
  ])('%s', (_, word) => {
    expect(
      told(`
  - {id: pause, wait: 2h}
  - {id: around, validUntil: '=entry.at + hours(1)', ${word}}
  - {id: end, note: end}
`),
    ).toEqual(['2026-03-02 12:00 note end end']);
  });
});
