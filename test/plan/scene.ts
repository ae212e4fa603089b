import type { Project } from '../../src/language/project.js';
import { readProject } from '../../src/language/readProject.js';
import { digestOf } from '../../src/model/digest.js';
import type { AutomationState, Spec, WaitingGroup } from '../../src/model/release.js';
import { buildPlan } from '../../src/plan/build.js';
import { compareProject, type Comparison } from '../../src/plan/compare.js';
import { buildDrift, type Drift } from '../../src/plan/drift.js';
import type { Observation, Observed, Unread } from '../../src/plan/observation.js';
import type { Plan, PlanResource } from '../../src/plan/plan.js';
import { dependenciesOf } from '../../src/language/dependencies.js';
import { selection, type Wanted } from '../../src/plan/select.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { remotes } from '../../src/vocabulary/kinds/remote/index.js';

/** A project from YAML texts by path, as `crmctl` reads it. */
export function projectOf(files: Readonly<Record<string, string>>): Project {
  const config =
    'version: 1\nname: shop\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n';
  const sources = Object.entries({ 'crmctl.yaml': config, ...files }).map(([path, text]) => ({ path, text }));
  return readProject(sources, new Map(), vocabulary);
}

/** What runs: everything empty unless said. Applied and live copies are by address. */
export interface Running {
  readonly remote?: Readonly<Record<string, readonly Observed[]>>;
  readonly live?: Readonly<Record<string, Spec>>;
  readonly applied?: Readonly<Record<string, Spec>>;
  readonly statusGroups?: boolean;
  readonly waiting?: readonly WaitingGroup[];
  readonly unread?: readonly Unread[];
  readonly config?: AutomationState['config'];
  /** Zone of the account. */
  readonly timezone?: string;
  /** What the automation API says of a copy beside its fields; default: the truth. */
  readonly digest?: (spec: Spec) => string;
}

function observationOf({
  remote = {},
  live = {},
  applied = {},
  statusGroups = true,
  waiting = [],
  unread = [],
  config = null,
  timezone,
  digest = digestOf,
}: Running): Observation {
  return {
    remote: new Map(Object.entries(remote)),
    unread,
    state: {
      release: null,
      config,
      live: copies(live, digest),
      applied: copies(applied, digest).map((copy) => ({ ...copy, protected: copy.spec['protected'] === true })),
    },
    capabilities: { statusGroups },
    waiting,
    ...(timezone !== undefined && { timezone }),
  };
}

export function planOfProject(project: Project, running: Running = {}, wanted: Wanted = {}): Plan {
  const chosen = selection(wanted, project, dependenciesOf(project, vocabulary));
  return buildPlan({
    project,
    words: vocabulary,
    remotes,
    observation: observationOf(running),
    environment: 'local',
    selection: chosen,
  });
}

export function comparisonsOf(project: Project, running: Running): readonly Comparison[] {
  return compareProject({ project, words: vocabulary, remotes, observation: observationOf(running) });
}

export function driftOfProject(project: Project, running: Running): Drift {
  const observation = observationOf(running);
  return buildDrift({ project, words: vocabulary, remotes, observation, environment: 'local' });
}

export function planned(plan: Plan, address: string): PlanResource {
  const found = plan.resources.find((resource) => resource.address === address);
  if (found === undefined)
    throw new Error(`${address} is not in the plan: ${plan.resources.map((resource) => resource.address).join(', ')}`);
  return found;
}

/** `path: before → after (origin)` of every change. */
export function changesOf(plan: Plan, address: string): readonly string[] {
  return planned(plan, address).changes.map(({ path, op, before, after, origin }) => {
    const values =
      op === 'add'
        ? `+ ${JSON.stringify(after)}`
        : op === 'remove'
          ? `- ${JSON.stringify(before)}`
          : `${JSON.stringify(before)} → ${JSON.stringify(after)}`;
    return `${path}: ${op === 'move' ? 'order ' : ''}${values} (${origin})`;
  });
}

function copies(
  specs: Readonly<Record<string, Spec>>,
  digest: (spec: Spec) => string,
): readonly { address: string; kind: string; spec: Spec; digest: string }[] {
  return Object.entries(specs).map(([address, spec]) => {
    const word = vocabulary.kinds.find((kind) => address.startsWith(`${kind.prefix}/`));
    if (word === undefined) throw new Error(`no kind has the prefix of ${address}`);
    return { address, kind: word.kind, spec, digest: digest(spec) };
  });
}
