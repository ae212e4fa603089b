import { instant, type Instant } from '../model/instant.js';
import type { KindWord } from '../vocabulary/word.js';
import packageJson from '../../package.json' with { type: 'json' };
import { metricsPlane } from './automation/metrics.js';
import { automationPlane } from './automation/routes.js';
import { openAutomationStore, type AutomationStore } from './automation/store.js';
import { consolePlane } from './console/plane.js';
import { openCrm, type Crm } from './crm/open.js';
import type { ProgramInput } from './crm/loyalty/programs.js';
import { addKey, type NewKey } from './crm/store/keys.js';
import { serve, type RunningServer } from './http.js';
import { openSegmentView } from './segmentView.js';
import { validationGuard } from './validationGuard.js';

export interface StartOptions {
  readonly crmFile: string;
  readonly automationFile: string;
  /** Whose automation store it has to be. */
  readonly environment?: string;
  /** Opens both planes. The CRM keeps its hash alone. */
  readonly key: string;
  /** Further keys of the CRM: a shop's, one with few rights. Changes made with them are not the runner's own. */
  readonly keys?: readonly NewKey[];
  /** Default: this machine only. */
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** No rate limit, announced by `X-Crmctl-Unlimited: 1`: for tests and for a server inside the process that uses it. */
  readonly unlimited?: boolean;
  readonly now?: () => Instant;
  /** Milliseconds that only go forward, for the rate limit. */
  readonly clock?: () => number;
  /** Of a new CRM; one that is there keeps its own. `language` is a locale or its first two letters. */
  readonly timezone?: string;
  readonly currency?: string;
  readonly language?: string;
  /** Its loyalty program; default: none. */
  readonly loyalty?: ProgramInput;
  /** Kinds of the automation API; default: all that the runner carries out. */
  readonly kinds?: readonly KindWord[];
}

export interface StartedServer extends RunningServer {
  /** To fill it (`seedCrm`) and to let further keys in (`addKey`). */
  readonly crm: Crm;
}

/**
 * The embedded CRM (`/api`) and the automation API (`/automation/v1`) in one process over two SQLite files, made when missing.
 * Rejects with Node's error when the port is taken and with `FileProblem` when a file cannot be used.
 */
export async function startServer(options: StartOptions): Promise<StartedServer> {
  const now = options.now ?? ((): Instant => instant(Date.now()));
  // Loaded only here: whoever talks to a server elsewhere needs no words.
  const { vocabulary } = await import('../vocabulary/index.js');
  const kinds = options.kinds ?? vocabulary.kinds.filter(({ executor }) => executor === 'runner');
  let automation: AutomationStore | undefined;
  const guard = validationGuard(() => automation, vocabulary, now);
  const segments = openSegmentView(options.automationFile);
  const crm = openCrm({ ...options, file: options.crmFile, now, segments, guard });
  // The reader first: whoever closes a file last tidies it up, and the reader cannot.
  const closers = [segments.close, crm.close];
  const closeStores = (): void => closers.splice(0).forEach((close) => close());
  try {
    addKey(crm.store, { key: options.key, name: 'crmctl' });
    for (const key of options.keys ?? []) addKey(crm.store, key);
    const store = openAutomationStore(options.automationFile, now, options.environment);
    automation = store;
    closers.push(store.close);
    const served = { store, keys: [options.key], version: packageJson.version };
    const beside = automationPlane({
      ...served,
      collections: kinds,
      capabilities: { statusGroups: true, validations: true },
    });
    const planes = [
      crm.plane,
      { ...beside, routes: [...beside.routes, ...crm.automationRoutes] },
      metricsPlane(served),
      consolePlane({ ...served, now }),
    ];
    const server = await serve(planes, { host: options.host ?? '127.0.0.1', port: options.port ?? 0 });
    return { ...server, crm, close: () => server.close().finally(closeStores) };
  } catch (error) {
    closeStores();
    throw error;
  }
}
