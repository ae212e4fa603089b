import packageJson from '../../package.json' with { type: 'json' };
import { createAutomationClient } from '../crm/automation.js';
import type { ProjectConfig } from '../language/project.js';
import { instant, type Instant } from '../model/instant.js';
import { FileProblem } from '../sqlite/problem.js';
import { findServer } from './serverFile.js';
import { cureOf, keyOf, makeStateDir, readKey, reasonOf, StateProblem, type StateDir } from './stateDir.js';

/** A server of this environment on this machine. */
export interface LocalServer {
  readonly url: string;
  readonly key: string;
  /** It is `crmctl serve`, which goes on without us. */
  readonly running: boolean;
  /** SQLite file of its automation API. */
  readonly automationFile: string;
  close(): Promise<void>;
}

/** What a local server offers: the embedded CRM with the automation API, or the automation API beside a CRM elsewhere. */
export type Offer = 'crm' | 'automation';

export interface Listening {
  readonly host?: string;
  readonly port?: number;
}

/** The running `crmctl serve` of this environment, else a server inside this process on a free loopback port. */
export async function localServer(dir: StateDir, offer: Offer, config: ProjectConfig): Promise<LocalServer> {
  return (await runningServer(dir)) ?? startLocalServer(dir, offer, config, { unlimited: true });
}

/** Starts it in this process; its data and its key are made when missing. Throws `StateProblem`. */
export async function startLocalServer(
  dir: StateDir,
  offer: Offer,
  config: ProjectConfig,
  options: Listening & { readonly unlimited?: boolean } = {},
): Promise<LocalServer> {
  makeStateDir(dir);
  const key = keyOf(dir);
  try {
    const server =
      offer === 'crm' ? await embeddedCrm(dir, key, config, options) : await automationAlone(dir, key, options);
    return { url: server.url, key, running: false, automationFile: dir.automationFile, close: () => server.close() };
  } catch (thrown) {
    if (thrown instanceof FileProblem) throw new StateProblem(thrown.message, thrown.cure);
    const where = options.port === undefined ? '' : ` (port ${options.port})`;
    throw new StateProblem(
      `The local server of ${dir.path}${where} cannot start: ${reasonOf(thrown)}.`,
      cureOf(thrown),
    );
  }
}

// Servers are loaded only by those who start one: a command against a CRM elsewhere needs no SQLite.
async function embeddedCrm(
  dir: StateDir,
  key: string,
  config: ProjectConfig,
  options: Listening & { readonly unlimited?: boolean },
) {
  const { startServer } = await import('../server/start.js');
  const { crmFile, automationFile, environment } = dir;
  const { timezone, currency, locale } = config;
  const account = { timezone, currency, language: locale, loyalty };
  return startServer({ ...options, crmFile, automationFile, environment, key, ...account });
}

/** Nobody can make one through the API. It gives nothing by itself: what it gives is up to the project's triggers. */
const loyalty = {
  name: 'Программа лояльности',
  levels: [{ name: 'Участник', type: 'bonus_percent', privilegeSize: 0 }],
} as const;

async function automationAlone(dir: StateDir, key: string, options: Listening) {
  const { serveAutomation } = await import('../server/automation/serve.js');
  const { vocabulary } = await import('../vocabulary/index.js');
  const collections = vocabulary.kinds.filter(({ executor }) => executor === 'runner');
  const now = (): Instant => instant(Date.now());
  const { version } = packageJson;
  // A CRM elsewhere is retailCRM as it is: its API can write neither status groups nor validations.
  const capabilities = { statusGroups: false, validations: false };
  return serveAutomation({
    ...options,
    file: dir.automationFile,
    environment: dir.environment,
    keys: [key],
    collections,
    capabilities,
    version,
    now,
  });
}

/** The announced server when its process lives and it answers to its key; else nothing, and nothing is cleaned up after it. */
export async function runningServer(dir: StateDir): Promise<LocalServer | undefined> {
  const found = findServer(dir);
  if (found === undefined || (dir.storeNamed && found.store !== dir.automationFile)) return undefined;
  const key = readKey(found.keyFile);
  const client = createAutomationClient({ url: found.url, key, timeout: 2_000, retry: { within: 0, withinUnseen: 0 } });
  try {
    await client.info();
    return { url: found.url, key, running: true, automationFile: found.store, close: () => Promise.resolve() };
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}
