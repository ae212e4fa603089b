import { environmentCodes } from '../language/environmentCodes.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { chooseEnvironment } from './choose.js';
import { startLocalServer, type Listening } from './localServer.js';
import type { OpenOptions } from './open.js';
import { announceServer, findServer, withdrawServer } from './serverFile.js';
import { StateProblem, stateDirOf } from './stateDir.js';

export interface ServedEnvironment {
  readonly name: string;
  readonly url: string;
  readonly stateDir: string;
  /** Where the key is; it is never printed. */
  readonly keyFile: string;
  /** The CRM is served, too; false beside a CRM elsewhere. */
  readonly embedded: boolean;
  /** Takes the announcement back and ends. */
  close(): Promise<void>;
}

export type Served =
  | { readonly ok: true; readonly served: ServedEnvironment }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** What `crmctl serve` does: keeps the local server of an environment up and tells other commands where it is. */
export async function serveEnvironment(options: OpenOptions & Listening): Promise<Served> {
  const { project, dir, env, host, port } = options;
  const chosen = chooseEnvironment(project, options.name, env['CRMCTL_ENV']);
  if (!chosen.ok) return { ok: false, diagnostics: [chosen.diagnostic] };
  const state = stateDirOf(dir, chosen.name, options.store);
  const embedded = chosen.config.crm?.url === undefined;
  try {
    const other = findServer(state);
    if (other !== undefined && other.pid !== process.pid) {
      throw new StateProblem(
        `A crmctl serve of this environment runs already: ${other.url} (process ${other.pid}).`,
        'Use it, or stop it first.',
      );
    }
    const listening = { ...(host !== undefined && { host }), ...(port !== undefined && { port }) };
    const server = await startLocalServer(state, embedded ? 'crm' : 'automation', project.config, listening);
    announceServer(state, { url: server.url, pid: process.pid });
    const close = async (): Promise<void> => {
      withdrawServer(state, process.pid);
      await server.close();
    };
    const { url } = server;
    return {
      ok: true,
      served: { name: chosen.name, url, stateDir: state.path, keyFile: state.keyFile, embedded, close },
    };
  } catch (thrown) {
    if (!(thrown instanceof StateProblem)) throw thrown;
    const { message, cure } = thrown;
    const { code } = environmentCodes.stateUnusable;
    return { ok: false, diagnostics: [{ severity: 'error', code, message, suggestion: cure }] };
  }
}
