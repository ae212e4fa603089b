import { interpolateValue } from '../language/interpolateValue.js';
import type { EnvironmentConfig } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { problemAt, type Located } from './problem.js';

export type Variables = Readonly<Record<string, string | undefined>>;

interface Account {
  readonly url: string;
  readonly key: string;
  readonly site?: string;
}

/** An environment with its variables filled in. It holds secrets: it must not leave src/environment. */
export interface ResolvedEnvironment {
  /** Absent: the embedded CRM. */
  readonly crm?: Account;
  /** Absent: the file of this environment, served in this process. */
  readonly automation?: { readonly url: string; readonly token: string };
  readonly secrets: readonly string[];
}

export type Resolved =
  | { readonly ok: true; readonly environment: ResolvedEnvironment }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Fills in `${NAME}` of one environment and checks that it can be connected with; everything missing is named at once. */
export function resolveEnvironment(
  project: Located,
  name: string,
  config: EnvironmentConfig,
  variables: Variables,
): Resolved {
  const { value, missing, secrets } = interpolateValue(config, variables);
  const root = ['environments', name];
  const diagnostics = [
    ...missing.map(({ path, name: variable }) => {
      const message = `${[...root, ...path].join('.')}: the environment variable ${variable} is not set.`;
      return problemAt(project, [...root, ...path], 'missingVariable', message, `set it: export ${variable}=…`);
    }),
    ...[...lacking(config), ...(missing.length === 0 ? misdirected(value) : [])].map(({ path, message, suggestion }) =>
      problemAt(
        project,
        [...root, ...path],
        'incompleteEnvironment',
        `${[...root, ...path].join('.')} ${message}`,
        suggestion,
      ),
    ),
  ];
  const { crm, automation } = value;
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  return {
    ok: true,
    environment: {
      ...(crm?.url !== undefined && { crm: { ...crm, url: crm.url, key: crm.key! } }), // `lacking` saw the key
      ...(automation?.url !== undefined && { automation: { url: automation.url, token: automation.token! } }), // and the token
      secrets: [...secrets, ...present(crm?.key), ...present(automation?.token)],
    },
  };
}

function isAddress(url: string | undefined): boolean {
  return url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol));
}

/** What variables were filled into; what is written out was checked when crmctl.yaml was read. */
function misdirected(config: EnvironmentConfig): readonly Lack[] {
  return (['crm', 'automation'] as const)
    .filter((section) => !isAddress(config[section]?.url))
    .map((section) => ({
      path: [section, 'url'],
      message: 'is no address.',
      suggestion: 'an address begins with https://, as https://shop.retailcrm.ru',
    }));
}

interface Lack {
  readonly path: readonly string[];
  readonly message: string;
  readonly suggestion: string;
}

function lacking({ crm, automation }: EnvironmentConfig): readonly Lack[] {
  return [
    ...pair('crm', crm, 'url', 'key', 'key: ${RETAILCRM_API_KEY}'),
    ...pair('crm', crm, 'key', 'url', 'url: https://<shop>.retailcrm.ru'),
    ...pair('automation', automation, 'url', 'token', 'token: ${CRMCTL_TOKEN}'),
    ...pair(
      'automation',
      automation,
      'token',
      'url',
      'url: https://…, or leave the whole section out to keep the state here',
    ),
  ];
}

function pair<Member extends string>(
  section: string,
  members: Readonly<Partial<Record<Member, string>>> | undefined,
  given: Member,
  needed: Member,
  line: string,
): readonly Lack[] {
  if (members?.[given] === undefined || members[needed] !== undefined) return [];
  return [{ path: [section], message: `has a ${given} but no ${needed}.`, suggestion: `add ${line}` }];
}

function present(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [value];
}
