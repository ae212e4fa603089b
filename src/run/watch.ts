import { schedule } from 'node-cron';
import type { RunResult } from './runOnce.js';

export interface WatchOptions {
  /** One pass; called again after each interval. */
  readonly pass: () => Promise<RunResult>;
  /** Called with what a pass came to; `false` ends the watch. */
  readonly report: (result: RunResult) => boolean;
  /** Called when a pass fails for a reason that may go away; `false` ends the watch. */
  readonly failed: (error: unknown) => boolean;
  /** Aborted when the process is asked to end; a pass that is under way is finished first. */
  readonly signal: AbortSignal;
  readonly everySeconds: number;
}

/** A tick that comes a little early counts: cron's own are not exact. */
const tolerance = 500;

/** The resident runner: a pass at once, then one at every tick; never two at a time. */
export async function watch({ pass, report, failed, signal, everySeconds }: WatchOptions): Promise<void> {
  let running: Promise<void> | undefined;
  await new Promise<void>((resolve) => {
    let lastStart = 0;
    const tick = (): void => {
      lastStart = performance.now();
      running ??= onePass().finally(() => (running = undefined));
    };
    const end = (): void => {
      void task.stop();
      void (running ?? Promise.resolve()).finally(resolve);
    };
    const onePass = async (): Promise<void> => {
      let goOn: boolean;
      try {
        goOn = report(await pass());
      } catch (error) {
        goOn = failed(error);
      }
      if (!goOn) end();
    };
    // Cron knows no "every 45 seconds": it ticks each second, and the interval is counted here.
    const task = schedule('* * * * * *', () => {
      if (performance.now() - lastStart >= everySeconds * 1000 - tolerance) tick();
    });
    signal.addEventListener('abort', end, { once: true });
    tick();
  });
}
