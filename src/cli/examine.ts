import { statSync } from 'node:fs';
import { observe } from '../apply/observe.js';
import { CrmError } from '../crm/errors.js';
import { checkConnection, expectedOf } from '../environment/check.js';
import { sentence } from './inEnvironment.js';
import { openEnvironment, type Environment, type OpenOptions } from '../environment/open.js';
import { endpointOf, unreachable } from '../environment/reach.js';
import { variablesIn } from '../language/interpolate.js';
import { interpolateValue } from '../language/interpolateValue.js';
import type { Project, Resource } from '../language/project.js';
import { instant } from '../model/instant.js';
import { redactor } from '../model/redact.js';
import { wallClock, type WallClock } from '../model/wallClock.js';
import type { OutboxEntry } from '../model/operations.js';
import { awaitedIn, awaitingIn } from '../plan/approvals.js';
import type { Examined } from '../render/doctor.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';
import type { GlobalFlags } from './command.js';
import type { CheckedWorkspace } from '../workspace/checkWorkspace.js';

/**
 * What `doctor` looks at, one line each: this machine, the project, the environment, what it connects to, its store, the channels.
 * `observer` is told of every request.
 */
export async function examine(
  checked: CheckedWorkspace,
  { env, store }: Pick<GlobalFlags, 'env' | 'store'>,
  observer?: OpenOptions['observe'],
): Promise<readonly Examined[]> {
  const node = well('node', `Node.js ${process.version}`);
  if (!checked.found) {
    const [problem] = checked.diagnostics;
    return [node, wrong('project', 'error', problem?.message ?? 'there is no project', problem?.suggestion)];
  }
  const { root, project } = checked;
  const channels = await Promise.all(
    ['Channel', 'Connection'].flatMap((kind) => project.ofKind(kind)).map((resource) => lookAt(resource)),
  );
  const opened = await openEnvironment({
    project,
    dir: root,
    env: process.env,
    ...(env !== undefined && { name: env }),
    ...(store !== undefined && { store }),
    ...(observer && { observe: observer }),
  });
  if (!opened.ok) {
    const problems = opened.diagnostics.map((problem) =>
      wrong('environment', 'error', sentence(problem), problem.suggestion),
    );
    return [node, projectLine(checked), ...problems, ...channels];
  }
  const { environment } = opened;
  try {
    const lines = await connected(environment, project);
    return [
      node,
      projectLine(checked),
      well('environment', environment.banner.replace(/^environment /, '')),
      ...lines,
      ...channels,
    ];
  } finally {
    await environment.close();
  }
}

function projectLine({ project, diagnostics, root }: CheckedWorkspace & { readonly found: true }): Examined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors === 0)
    return well('project', `${project.config.name} in ${root}: ${project.resources.length} resources, valid`);
  return wrong(
    'project',
    'error',
    `${project.config.name} in ${root} has ${errors} errors`,
    'crmctl validate names them',
  );
}

async function connected(environment: Environment, project: Project): Promise<readonly Examined[]> {
  const found = await checkConnection(environment, expectedOf(project.config, environment.name, instant(Date.now())));
  const safe = found.map((finding) => ({ ...finding, message: environment.redact(finding.message) }));
  const isDown = (plane: string): boolean => found.some(({ name, state }) => name === plane && state === 'error');
  if (isDown('automation')) return safe;
  return [
    ...safe,
    ...(await storeLines(environment, wallClock(project.config.timezone))),
    ...(isDown('crm') ? [] : await approvalLines(environment, project)),
  ];
}

/** What messengers have to approve: a line for each that they have not, one when they have. */
async function approvalLines(environment: Environment, project: Project): Promise<readonly Examined[]> {
  const only = awaitingIn({ project, words: vocabulary, remotes });
  if (only.size === 0) return [];
  try {
    const observation = await observe({ ...environment, words: vocabulary, remotes, project, only });
    const awaited = awaitedIn({ project, words: vocabulary, remotes, observation });
    if (awaited.length === 0) return [well('approvals', `messengers have approved what they have to: ${only.size}`)];
    return awaited.map(({ message, suggestion }) => wrong('approvals', 'warning', message, suggestion));
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return [wrong('approvals', 'warning', environment.redact(error.message), error.cure)];
  }
}

/** What the automation API keeps, and who may read the files of it. */
async function storeLines(
  { automation, automationFile, stateDir, redact }: Environment,
  { show }: WallClock,
): Promise<readonly Examined[]> {
  try {
    const { release, live } = await automation.state();
    const what =
      release === null
        ? wrong(
            'store',
            'warning',
            'nothing was applied yet: there is nothing to run',
            'crmctl plan, then crmctl apply',
          )
        : well('store', `release ${release.number} of ${show(release.appliedAt)}, ${live.length} resources run`);
    const open = await automation.outbox({}, ['unknown', 'dead']);
    return [what, ...openLine(open), ...(automationFile === undefined ? [] : folderLine(stateDir))];
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    return [wrong('store', 'error', redact(error.message), error.cure)];
  }
}

/** Effects of which a person has to say what became of them, or whether they shall be tried again. */
function openLine(open: readonly OutboxEntry[]): readonly Examined[] {
  const count = (wanted: string): number => open.filter(({ state }) => state === wanted).length;
  const counts = ['unknown', 'dead'].filter((state) => count(state) > 0).map((state) => `${count(state)} ${state}`);
  if (counts.length === 0) return [];
  const message = `effects wait for a person: ${counts.join(', ')}`;
  return [wrong('effects', 'warning', message, 'crmctl pending says why, crmctl retry settles them')];
}

function folderLine(folder: string): readonly Examined[] {
  const others = (statSync(folder).mode & 0o077) !== 0;
  return others
    ? [
        wrong(
          'store',
          'warning',
          `others on this machine can read ${folder}: keys and customers' data`,
          `chmod 700 ${folder}`,
        ),
      ]
    : [];
}

/** A Channel or Connection: its variables are there, and somebody listens where it connects to. Nothing is sent. */
async function lookAt({ address, spec, file, line }: Resource): Promise<Examined> {
  const { value, missing, secrets } = interpolateValue(spec, process.env);
  const names = [...new Set(missing.map(({ name }) => name))];
  if (names.length > 0)
    return wrong(
      address,
      'warning',
      `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not set here (${file}:${line})`,
      'the runner needs them in its own environment',
    );
  const endpoint = endpointOf(value);
  if (endpoint === undefined) return well(address, 'its variables are set');
  const setting = typeof spec['url'] === 'string' ? ['url'] : ['host', 'port'];
  // In the words of the file: what came through a variable is never printed.
  const where =
    typeof spec['url'] === 'string'
      ? spec['url']
      : `${String(spec['host'])}, port ${String(spec['port'] ?? endpoint.port)}`;
  const problem = await unreachable(endpoint);
  if (problem === undefined) return well(address, `${where} can be reached`);
  const variables = setting.flatMap((key) => variablesIn(String(spec[key] ?? '')).variables.map(({ name }) => name));
  const given = variables.length === 0 ? '' : ` (${[...new Set(variables)].join(', ')})`;
  return wrong(
    address,
    'warning',
    `${where} cannot be reached from here: ${redactor(secrets)(problem)}`,
    `check ${setting.join(' and ')}${given} in ${file}:${line}; what it carries waits`,
  );
}

function well(name: string, message: string): Examined {
  return { name, state: 'ok', message };
}

function wrong(name: string, state: 'warning' | 'error', message: string, cure?: string): Examined {
  return { name, state, message, ...(cure !== undefined && { cure }) };
}
