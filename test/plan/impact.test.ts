import { describe, expect, test } from 'vitest';
import { withImpact, type Replayed } from '../../src/plan/impact.js';
import type { Guard } from '../../src/plan/plan.js';
import { planOfProject, projectOf } from './scene.js';

const thanks = (extra = '') =>
  projectOf({
    'trigger.yaml': `kind: Trigger\ncode: thanks\nname: Thanks\n${extra}on: {event: order.created}\ndo:\n  - {id: note, note: "Thanks"}\n`,
  });
const plan = planOfProject(thanks());

type Messages = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A back-test in which each trigger sent so many messages by channel. */
function sent(triggers: Messages): Replayed {
  return {
    period: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-31T00:00:00.000Z' },
    events: { read: 10 },
    log: { sha256: 'f'.repeat(64) },
    triggers: Object.entries(triggers).map(([code, messages]) => ({
      address: `trigger/${code}`,
      entered: 1,
      effects: { send: Object.values(messages).reduce((a, b) => a + b, 0) },
      messages,
    })),
  };
}

function guardOf(before: Messages | undefined, after: Messages): Guard | undefined {
  return withImpact(plan, before && sent(before), sent(after)).guards.find(({ id }) => id === 'replay');
}

describe('the guard on the volume of messages', () => {
  test.each<[string, Messages, Messages, Partial<Guard>]>([
    ['nothing changes', { a: { sms: 10 } }, { a: { sms: 10 } }, { ok: true, value: 0 }],
    ['half of them go', { a: { sms: 10 } }, { a: { sms: 5 } }, { ok: true, value: -50 }],
    ['a little more than half go', { a: { sms: 1000 } }, { a: { sms: 499 } }, { ok: false, value: -51 }],
    ['half come on top', { a: { sms: 10 } }, { a: { sms: 15 } }, { ok: true, value: 50 }],
    [
      'one trigger sends more, the channel as a whole does not',
      { a: { sms: 10 }, b: { sms: 90 } },
      { a: { sms: 30 }, b: { sms: 90 } },
      { ok: false, value: 200, addresses: ['trigger/a'] },
    ],
    [
      'a new trigger in a channel that is used',
      { a: { sms: 100 } },
      { a: { sms: 100 }, b: { sms: 20 } },
      { ok: true, value: 20 },
    ],
    [
      'a channel that nothing used',
      { a: { sms: 100 } },
      { a: { sms: 100 }, b: { push: 1 } },
      { ok: false, value: 100, addresses: ['trigger/b'] },
    ],
    [
      'a trigger falls silent',
      { a: { sms: 10 }, b: { sms: 90 } },
      { a: {}, b: { sms: 90 } },
      { ok: false, value: -100, addresses: ['trigger/a'] },
    ],
    [
      'a trigger goes, and with it a small part of the channel',
      { a: { sms: 10 }, b: { sms: 90 } },
      { b: { sms: 90 } },
      { ok: true, value: -10 },
    ],
  ])('%s', (_, before, after, expected) => {
    expect(guardOf(before, after)).toMatchObject({ limit: 50, ...expected });
  });

  test('is silent where nothing ran before', () => {
    expect(guardOf(undefined, { a: { sms: 100 } })).toBeUndefined();
  });
});

describe('the impact of a plan', () => {
  test('stands at the triggers of the plan, and lists every trigger that acts otherwise', () => {
    const replayed = withImpact(
      plan,
      sent({ thanks: { sms: 2 }, other: { sms: 3 }, same: { email: 4 } }),
      sent({ thanks: { sms: 3 }, other: { sms: 2 }, same: { email: 4 } }),
    );
    expect(replayed.resources.map(({ address, impact }) => [address, impact?.messages])).toEqual([
      ['trigger/thanks', { sms: { before: 2, after: 3 } }],
    ]);
    expect(replayed.replay?.triggers.map(({ address }) => address)).toEqual(['trigger/other', 'trigger/thanks']);
  });

  test('compares a renamed trigger with its old self, and a removed one with nothing', () => {
    const spec = { kind: 'Trigger', ...thanks().byAddress.get('trigger/thanks')?.spec };
    const running = { 'trigger/old': { ...spec, code: 'old' } };
    const renaming = planOfProject(thanks('renamedFrom: old\n'), { live: running, applied: running });
    expect(renaming.resources.map(({ renamedFrom }) => renamedFrom)).toEqual(['trigger/old']);
    const replayed = withImpact(renaming, sent({ old: { sms: 2 }, gone: { sms: 5 } }), sent({ thanks: { sms: 2 } }));
    expect(replayed.resources[0]?.impact?.messages).toEqual({ sms: { before: 2, after: 2 } });
    expect(replayed.replay?.triggers).toMatchObject([
      { address: 'trigger/gone', messages: { sms: { before: 5, after: 0 } } },
    ]);
  });
});
