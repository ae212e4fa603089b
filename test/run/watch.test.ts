import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RunResult } from '../../src/run/runOnce.js';
import { watch, type WatchOptions } from '../../src/run/watch.js';

const busy: RunResult = { ended: 'busy', until: 0 };

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

const seconds = (count: number): Promise<unknown> => vi.advanceTimersByTimeAsync(count * 1000);

/** A watch whose passes end when they are told to. */
function watched(more: Partial<WatchOptions> = {}) {
  const asked = new AbortController();
  const story = { begun: 0, isOver: false, endPass: (): void => undefined, failPass: (): void => undefined };
  const pass = () => {
    story.begun++;
    return new Promise<RunResult>((resolve, reject) => {
      story.endPass = () => resolve(busy);
      story.failPass = () => reject(new Error('the network is down'));
    });
  };
  const { signal } = asked;
  void watch({ pass, report: () => true, failed: () => true, everySeconds: 45, signal, ...more }).then(
    () => (story.isOver = true),
  );
  return Object.assign(story, { stop: () => asked.abort() });
}

describe('a resident runner', () => {
  test('looks at once, then as often as it was told', async () => {
    const story = watched();
    expect(story.begun).toBe(1);
    story.endPass();
    await seconds(43);
    expect(story.begun).toBe(1);
    await seconds(3);
    expect(story.begun).toBe(2);
  });

  test('makes never two passes at a time', async () => {
    const story = watched();
    await seconds(200);
    expect(story.begun).toBe(1);
    story.endPass();
    await seconds(46);
    expect(story.begun).toBe(2);
  });

  test('finishes the pass that is under way before it ends, and begins none after', async () => {
    const story = watched();
    story.stop();
    await seconds(100);
    expect(story).toMatchObject({ begun: 1, isOver: false });
    story.endPass();
    await seconds(100);
    expect(story).toMatchObject({ begun: 1, isOver: true });
  });

  test.each([true, false])('goes on after a failed pass where that may pass: %s', async (mayPass) => {
    const failed = vi.fn(() => mayPass);
    const story = watched({ failed });
    story.failPass();
    await seconds(46);
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'the network is down' }));
    expect(story).toMatchObject({ begun: mayPass ? 2 : 1, isOver: !mayPass });
  });

  test('ends with a pass of which nothing more can come', async () => {
    const story = watched({ report: () => false });
    story.endPass();
    await seconds(100);
    expect(story).toMatchObject({ begun: 1, isOver: true });
  });
});
