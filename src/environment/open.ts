import { createAutomationClient, type AutomationClient } from '../crm/automation.js';
import { createCrmClient, type CrmClient } from '../crm/client.js';
import { CrmError } from '../crm/errors.js';
import type { Tuning } from '../crm/transport.js';
import { environmentCodes } from '../language/environmentCodes.js';
import type { EnvironmentConfig } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { chooseEnvironment } from './choose.js';
import { localServer, runningServer, type LocalServer } from './localServer.js';
import { problemAt, type Located } from './problem.js';
import { redactor } from '../model/redact.js';
import { resolveEnvironment, type ResolvedEnvironment, type Variables } from './resolve.js';
import { StateProblem, stateDirOf } from './stateDir.js';

/** A connected environment. Resolved secrets live only inside its clients. */
export interface Environment {
  readonly name: string;
  /** The first line of stderr: `environment local (embedded CRM, http://127.0.0.1:40123)`. */
  readonly banner: string;
  readonly crm: CrmClient;
  readonly automation: AutomationClient;
  /** The CRM is the embedded one, in this process or in a running `crmctl serve`. */
  readonly embedded: boolean;
  /** `<project>/.crmctl/<name>` */
  readonly stateDir: string;
  /** SQLite file of automation API and runner; absent when the automation API is elsewhere. */
  readonly automationFile?: string;
  /** Masks every resolved secret in a text, for logs and errors. */
  redact(text: string): string;
  close(): Promise<void>;
}

export type OpenedEnvironment =
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export interface OpenOptions {
  readonly project: Located;
  /** Folder of crmctl.yaml. */
  readonly dir: string;
  /** From `-e`. */
  readonly name?: string;
  /** From `--store`: SQLite file of automation API and runner. What `automation` of the environment says does not count then. */
  readonly store?: string;
  /** Where a `crmctl serve` of the environment runs here, it counts more than the address under which the others reach it. */
  readonly besideServe?: boolean;
  /** `process.env` */
  readonly env: Variables;
  /** For `--verbose`: every request, every repetition. */
  readonly observe?: Pick<Tuning, 'onRequest' | 'onRetry'>;
}

/**
 * Chooses the environment, fills in its variables and connects: to the CRM and the automation API that it names, to a running `crmctl serve`,
 * or to the embedded CRM started inside this process. What keeps it from connecting comes back as diagnostics with a cure. Nothing is
 * asked of a CRM elsewhere yet: a wrong key or a CRM that is down shows with the first call, as `CrmError`.
 */
export async function openEnvironment(options: OpenOptions): Promise<OpenedEnvironment> {
  const { project, env } = options;
  const chosen = chooseEnvironment(project, options.name, env['CRMCTL_ENV']);
  if (!chosen.ok) return { ok: false, diagnostics: [chosen.diagnostic] };
  const { name } = chosen;
  const isElsewhere = chosen.config.automation?.url !== undefined;
  const isHere =
    options.store !== undefined || (isElsewhere && options.besideServe === true && (await isServedHere(options, name)));
  const config = isHere ? withoutAutomation(chosen.config) : chosen.config;
  const resolved = resolveEnvironment(project, name, config, env);
  if (!resolved.ok) return resolved;
  try {
    return { ok: true, environment: await connect(options, name, config, resolved.environment) };
  } catch (thrown) {
    if (thrown instanceof StateProblem) return { ok: false, diagnostics: [unusable(thrown)] };
    if (!(thrown instanceof CrmError)) throw thrown;
    const message = redactor(resolved.environment.secrets)(thrown.message);
    const path = ['environments', name];
    return { ok: false, diagnostics: [problemAt(project, path, 'incompleteEnvironment', message, thrown.cure ?? '')] };
  }
}

async function isServedHere({ dir }: OpenOptions, name: string): Promise<boolean> {
  return (await runningServer(stateDirOf(dir, name))) !== undefined;
}

function withoutAutomation({ automation: _, ...config }: EnvironmentConfig): EnvironmentConfig {
  return config;
}

async function connect(
  { project, dir, store, observe }: OpenOptions,
  name: string,
  written: EnvironmentConfig,
  { crm: account, automation: elsewhere, secrets }: ResolvedEnvironment,
): Promise<Environment> {
  const state = stateDirOf(dir, name, store);
  const needsServer = account === undefined || elsewhere === undefined;
  const server = needsServer
    ? await localServer(state, account === undefined ? 'crm' : 'automation', project.config)
    : undefined;
  const opened: { close(): Promise<void> }[] = server === undefined ? [] : [server];
  // Last opened, first closed: a server waits for its clients to let go of it.
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each.close();
  };
  try {
    const crm = createCrmClient({ ...observe, ...(account ?? addressOf(server!)) }); // no account, so a server was started
    opened.push(crm);
    const automation = createAutomationClient({ ...observe, ...(elsewhere ?? addressOf(server!)) }); // likewise
    opened.push(automation);
    return {
      name,
      banner: `environment ${name} (${describe(written, server)})`,
      crm,
      automation,
      embedded: account === undefined,
      stateDir: state.path,
      ...(elsewhere === undefined && { automationFile: server!.automationFile }), // not elsewhere, so a server was started
      redact: redactor([...secrets, ...(server === undefined ? [] : [server.key])]),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function addressOf({ url, key }: LocalServer): { url: string; key: string } {
  return { url, key };
}

/** In the words of crmctl.yaml: what came through `${NAME}` is never printed. */
function describe({ crm, automation }: EnvironmentConfig, server: LocalServer | undefined): string {
  const main =
    crm?.url ??
    (server?.running === true ? `the embedded CRM of crmctl serve, ${server.url}` : 'embedded CRM in this process');
  if (automation?.url !== undefined) return `${main}, automation ${automation.url}`;
  if (crm?.url === undefined) return main;
  return `${main}, automation ${server?.running === true ? `of crmctl serve, ${server.url}` : 'in this process'}`;
}

function unusable({ message, cure }: StateProblem): Diagnostic {
  return { severity: 'error', code: environmentCodes.stateUnusable.code, message, suggestion: cure };
}
