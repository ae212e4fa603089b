import { observe } from '../apply/observe.js';
import { readZone } from '../crm/settings.js';
import type { Environment } from '../environment/open.js';
import type { Project } from '../language/project.js';
import { nearest } from '../language/nearest.js';
import { buildPlan } from '../plan/build.js';
import { dependenciesOf } from '../language/dependencies.js';
import type { Observation } from '../plan/observation.js';
import type { Plan } from '../plan/plan.js';
import { matchNothing, rootOf, selection, type AddressFilter } from '../plan/select.js';
import { changedSince } from '../plan/since.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';
import { readAtRevision } from '../workspace/atRevision.js';
import type { GlobalFlags } from './command.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import { environmentNamed } from './projectCommand.js';

/** A plan, and what it was made from. */
export interface Planned {
  readonly plan: Plan;
  readonly observation: Observation;
  readonly selected: AddressFilter;
}

/** Reads the running CRM and compares it with the project. */
export async function planFor(
  { root, project }: Opened,
  environment: Environment,
  flags: GlobalFlags,
): Promise<Planned> {
  const [seen, timezone] = await Promise.all([
    observe({ ...environment, words: vocabulary, remotes, project }),
    readZone(environment.crm),
  ]);
  const observation = timezone === undefined ? seen : { ...seen, timezone };
  refuseTypingErrors(flags, [...project.resources, ...observation.state.applied]);
  const selected = addressFilterOf({ root, project }, flags);
  const plan = buildPlan({
    project,
    words: vocabulary,
    remotes,
    observation,
    environment: environment.name,
    selection: selected,
  });
  return { plan, observation, selected };
}

/** A selection that selects nothing would do nothing, and say that all is well. `isWhole`: no file was left out for what is wrong in it. */
export function refuseTypingErrors(
  { select = [], exclude = [] }: GlobalFlags,
  resources: readonly { readonly address: string; readonly spec: Readonly<Record<string, unknown>> }[],
  isWhole = true,
): void {
  const [pattern] = matchNothing([...select, ...exclude], resources);
  if (pattern === undefined) return;
  const close = nearest(
    rootOf(pattern),
    resources.map(({ address }) => address),
  );
  const cure =
    close === undefined
      ? isWhole
        ? 'addresses look like trigger/no-answer; globs and tag:NAME are possible'
        : 'a file that cannot be read may hold it: crmctl validate without --select lists what is wrong'
      : `did you mean "${close}"?`;
  throw new Failure(exitCodes.usage, `no resource matches "${pattern}"`, cure);
}

/** A project and its folder. */
export interface Opened {
  readonly root: string;
  readonly project: Project;
}

/** `--select`, `--exclude` and `--since`. */
export function addressFilterOf(
  { root, project }: Opened,
  { select, exclude, since, env }: GlobalFlags,
): AddressFilter {
  const wanted = {
    ...(select && { select }),
    ...(exclude && { exclude }),
    ...(since !== undefined && { since: changesSince(since, root, project, env) }),
  };
  const all = Object.keys(wanted).length === 0;
  return selection(wanted, project, all ? new Map() : dependenciesOf(project, vocabulary));
}

function changesSince(revision: string, root: string, project: Project, env: string | undefined): ReadonlySet<string> {
  const before = readAtRevision(root, revision, vocabulary, environmentNamed(env));
  if ('problem' in before) throw new Failure(exitCodes.error, `--since: ${before.problem}`);
  return changedSince(before.project, project);
}

/** The command line that applies a plan, as somebody would type it here. */
export function applyCommand(
  { dir, env, store, select, exclude, since }: GlobalFlags,
  file: string | undefined,
): string {
  const chosen =
    file === undefined
      ? [
          ...(select ?? []).map((each) => `--select ${quoted(each)}`),
          ...(exclude ?? []).map((each) => `--exclude ${quoted(each)}`),
          ...(since === undefined ? [] : [`--since ${quoted(since)}`]),
        ]
      : [];
  return [
    'crmctl apply',
    ...(file === undefined ? [] : [quoted(file)]),
    ...placeOf({ dir, env, store }),
    ...chosen,
  ].join(' ');
}

/** Where a command was run, as flags for the next one. */
export function placeOf({ dir, env, store }: Pick<GlobalFlags, 'dir' | 'env' | 'store'>): readonly string[] {
  return [
    ...(dir === '.' ? [] : [`-C ${quoted(dir)}`]),
    ...(env === undefined ? [] : [`-e ${quoted(env)}`]),
    ...(store === undefined ? [] : [`--store ${quoted(store)}`]),
  ];
}

function quoted(argument: string): string {
  return /^[\w./:@%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
