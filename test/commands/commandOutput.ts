import { fileURLToPath } from 'node:url';
import { Errors, type Command, type Config } from '@oclif/core';
import { vi } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command in this process, without a terminal; what it wrote and how it ended. */
export async function outputOf(
  command: (new (argv: string[], config: Config) => Command) & Pick<typeof Command, 'run'>,
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await command.run([...args], root);
    return { ...written, exitCode: Number(process.exitCode) };
  } catch (error) {
    if (error instanceof Errors.ExitError) return { ...written, exitCode: error.oclif.exit ?? 0 };
    throw error;
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
