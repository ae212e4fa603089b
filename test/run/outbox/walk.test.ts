import { describe, expect, test } from 'vitest';
import { CrmError } from '../../../src/crm/errors.js';
import { done, failed, type Attempt } from '../../../src/run/outbox/attempt.js';
import { walk, type Called } from '../../../src/run/outbox/walk.js';

const read: Called = { attempt: done({}), writes: false };
const wrote: Called = { attempt: done({}), writes: true };
const busy = { ended: 'retry', error: 'busy', uncertain: false } as const;
const silent = { ended: 'retry', error: 'no answer', uncertain: true } as const;

/** What comes of an effect whose calls end so, one after the other. */
function endOf(calls: readonly Called[], { repeats = true, partly = false } = {}): Promise<Attempt> {
  function* all(): Generator<Called, Record<string, unknown>, Record<string, unknown>> {
    for (const each of calls) yield each;
    return { ok: true };
  }
  return walk(all(), {
    call: async (each) => each,
    end: (values, isWritten) => done(values, isWritten),
    repeats,
    partly,
  });
}

describe('an effect of several calls', () => {
  test('is done with its last one, and says whether anything was written', async () => {
    expect(await endOf([read, wrote, read])).toMatchObject({ ended: 'done', wrote: true });
    expect(await endOf([read, read])).toMatchObject({ ended: 'done', wrote: false });
    expect(await endOf([read], { partly: true })).toMatchObject({ ended: 'done', wrote: true });
  });

  test('may be out when a write was not answered, not when a question was not', async () => {
    expect(await endOf([{ attempt: silent, writes: true }])).toEqual({ ...silent, partly: false });
    expect(await endOf([{ attempt: silent, writes: false }])).toEqual({ ...silent, uncertain: false, partly: false });
    expect(await endOf([{ attempt: busy, writes: true }])).toEqual({ ...busy, partly: false });
  });

  test('is out in part once a write was answered, whatever becomes of the next call', async () => {
    for (const writes of [true, false])
      for (const attempt of [busy, silent])
        for (const before of [[wrote], [wrote, read]])
          expect(await endOf([...before, { attempt, writes }])).toEqual({ ...attempt, uncertain: true, partly: true });
    expect(await endOf([{ attempt: busy, writes: true }], { partly: true })).toMatchObject({ partly: true });
    expect(await endOf([wrote, { attempt: failed('no such line'), writes: true }])).toMatchObject({ ended: 'unknown' });
  });

  test('is for a person to look at when it may be out and must not be repeated', async () => {
    const once = { repeats: false };
    expect(await endOf([wrote, { attempt: busy, writes: true }], once)).toMatchObject({ ended: 'unknown' });
    expect(await endOf([{ attempt: silent, writes: true }], once)).toMatchObject({ ended: 'unknown' });
    expect(await endOf([{ attempt: silent, writes: false }], once)).toMatchObject({ ended: 'retry' });
  });

  test('waits when the key is refused after a write, and throws when it is refused before', async () => {
    const refused = new CrmError('the key is refused', { reason: 'auth' });
    const calls = (before: readonly Called[]) => {
      const answers = [...before];
      function* all(): Generator<undefined, Record<string, unknown>, Record<string, unknown>> {
        for (;;) yield undefined;
      }
      const call = async () => answers.shift() ?? Promise.reject(refused);
      return walk(all(), { call, end: done, repeats: true, partly: false });
    };
    expect(await calls([wrote])).toMatchObject({ ended: 'retry', uncertain: true, partly: true, down: true });
    await expect(calls([read])).rejects.toBe(refused);
  });
});
