import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, type Options } from 'execa';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would: another process, no terminal. */
export async function crmctl(
  cwd: string,
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<Ended> {
  const child: Options = {
    cwd,
    reject: false,
    extendEnv: true,
    env: { NO_COLOR: '1', CI: 'true', NODE_EXTRA_CA_CERTS: undefined, ...options.env },
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
  };
  const { exitCode, stdout, stderr } = await execa(process.execPath, [join(root, 'bin/run.js'), ...args], child);
  return { exitCode: exitCode ?? -1, stdout: String(stdout), stderr: String(stderr) };
}

/** A folder that goes away; with a copy of an example when one is named. */
export function temporaryFolder(example?: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'crmctl-e2e-'));
  if (example !== undefined) cpSync(join(root, 'examples', example), path, { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
