import { exitCodes } from './exitCodes.js';
import type { Progress } from './progress.js';

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does work that leaves a journal. Once `begun` was called Ctrl+C and SIGTERM end the process at once with exit code 6 and the command that
 * continues; before that they end it as they end any other.
 */
export async function resumable<T>(
  resume: string,
  progress: Progress,
  work: (begun: () => void) => Promise<T>,
): Promise<T> {
  const leave = (): void => {
    progress.clear();
    process.stderr.write(`crmctl: interrupted; what was begun stands in the journal\n        to continue: ${resume}\n`);
    process.exit(exitCodes.partial);
  };
  try {
    return await work(() => signals.forEach((signal) => process.once(signal, leave)));
  } finally {
    for (const signal of signals) process.off(signal, leave);
  }
}
