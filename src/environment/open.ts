import type { AutomationClient } from '../crm/automation.js';
import type { CrmClient } from '../crm/client.js';
import type { Diagnostic } from '../model/diagnostic.js';

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
