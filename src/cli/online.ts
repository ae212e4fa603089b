import { observe } from '../apply/observe.js';
import { CrmError } from '../crm/errors.js';
import { checkConnection, expectedOf, type ConnectionFinding } from '../environment/check.js';
import type { Environment } from '../environment/open.js';
import { problemAt } from '../environment/problem.js';
import type { Account } from '../language/account.js';
import { environmentCodes } from '../language/environmentCodes.js';
import type { Path, Project, Resource } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import { accountOf } from '../plan/account.js';
import { awaitedIn } from '../plan/approvals.js';
import { unreadDiagnostic } from '../plan/build.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import { inEnvironment, type EnvironmentFlags } from './inEnvironment.js';
import type { Opened } from './planning.js';
import type { Progress } from './progress.js';

/** What the CRM of an environment says to a project. */
export interface Online {
  /** Absent when a list could not be read to its end. */
  readonly account?: Account;
  readonly diagnostics: readonly Diagnostic[];
}

/** `validate --online`: rights of the key, shop, zone, currency and clock; the account's codes and fields; the people whom the project names. */
export function lookOnline(opened: Opened, flags: EnvironmentFlags, progress: Progress): Promise<Online> {
  const { project } = opened;
  const look = async (environment: Environment): Promise<Online> => {
    const expected = expectedOf(project.config, environment.name, instant(Date.now()));
    const findings = await checkConnection(environment, expected);
    const silent = findings.find(({ name, state }) => state === 'error' && (name === 'crm' || name === 'automation'));
    if (silent) throw new Failure(exitCodes.error, environment.redact(silent.message), silent.cure);
    const observation = await observe({ ...environment, words: vocabulary, remotes, project, everything: true });
    return {
      ...(observation.unread.length === 0 && { account: accountOf(observation, vocabulary) }),
      diagnostics: [
        ...findings.flatMap((finding) => asDiagnostic(finding, project, environment)),
        ...observation.unread.map(unreadDiagnostic),
        ...awaitedIn({ project, words: vocabulary, remotes, observation }),
        ...(await unknownPeople(project, environment)),
      ],
    };
  };
  return inEnvironment(opened, flags, progress, look);
}

function asDiagnostic(
  { name, state, message, cure }: ConnectionFinding,
  project: Project,
  environment: Environment,
): readonly Diagnostic[] {
  if (state === 'ok') return [];
  const crm = ['environments', environment.name, 'crm'];
  const places: Readonly<Record<ConnectionFinding['name'], Path>> = {
    crm,
    automation: ['environments', environment.name, 'automation'],
    rights: [...crm, 'key'],
    site: [...crm, 'site'],
    timezone: ['timezone'],
    currency: ['currency'],
    clock: crm,
  };
  const found = problemAt(project, places[name], 'connectionDiffers', environment.redact(message), cure ?? '');
  return [{ ...found, severity: state }];
}

/** `user/<e-mail>` of whom the CRM knows nobody. */
async function unknownPeople(project: Project, { crm }: Environment): Promise<readonly Diagnostic[]> {
  const named = project.resources.flatMap((resource) => peopleIn(resource, resource.spec, []));
  if (named.length === 0) return [];
  const known = await emails(crm);
  if ('problem' in known) return [{ ...known.problem }];
  return named
    .filter(({ email }) => !known.emails.has(email.toLowerCase()))
    .map(({ resource, path, email }) => ({
      severity: 'warning',
      code: environmentCodes.unknownUser.code,
      message: `the CRM has no user with the e-mail "${email}"`,
      ...resource.locate(path),
      address: resource.address,
      suggestion: 'users are made in the CRM: settings, users',
    }));
}

async function emails(
  crm: Environment['crm'],
): Promise<{ readonly emails: ReadonlySet<string> } | { readonly problem: Diagnostic }> {
  try {
    const users = await crm.list({ method: 'GET', path: 'users' }, 'users', { paged: true });
    const rows: readonly unknown[] = Array.isArray(users) ? users : [];
    return {
      emails: new Set(
        rows.flatMap((user) =>
          isObject(user) && typeof user['email'] === 'string' ? [user['email'].toLowerCase()] : [],
        ),
      ),
    };
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    const { code } = environmentCodes.unknownUser;
    return { problem: { severity: 'warning', code, message: `the users could not be read: ${error.message}` } };
  }
}

interface Named {
  readonly resource: Resource;
  readonly path: Path;
  readonly email: string;
}

function peopleIn(resource: Resource, value: unknown, path: Path): readonly Named[] {
  if (typeof value === 'string') {
    const email = /^user\/(\S+@\S+)$/.exec(value)?.[1];
    return email === undefined ? [] : [{ resource, path, email }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => peopleIn(resource, item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => peopleIn(resource, member, [...path, key]));
}
