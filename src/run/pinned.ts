import { compileTrigger, hearsMessages, type CompiledTrigger, type Program } from '../engine/index.js';
import { compileSites } from '../language/compile.js';
import { dependenciesOf } from '../language/dependencies.js';
import type { Project } from '../language/project.js';
import { projectFromRelease } from '../language/readProject.js';
import { splitAddress } from '../model/address.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { ReleaseConfig, ReleasedResource } from '../model/release.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { readChannels, readTemplates } from '../vocabulary/roles/index.js';
import type { PinnedRevision, Revisions } from './store/revisions.js';

/**
 * Keeps for each revision, of the release and of those that runs are pinned to, what it names as the release has it: should that leave the
 * release, it is there for its runs as it was last.
 */
export function keepNeeds(revisions: Revisions, project: Project, program: Program, words: Vocabulary): void {
  const dependencies = withChannels(dependenciesOf(project, words), project);
  const resources = (from: readonly string[]): readonly ReleasedResource[] =>
    [...reachedFrom(from, dependencies)].flatMap((address) => {
      const resource = project.byAddress.get(address);
      return resource === undefined || resource.kind === 'Trigger' ? [] : [resource];
    });
  for (const { revision, needs } of revisions.pinned())
    if (!program.revisions.has(revision)) revisions.need(revision, resources(needs.map(({ address }) => address)));
  for (const { address, revision } of program.triggers.values())
    revisions.need(revision, resources(dependencies.get(address) ?? []));
}

/** A message goes by a channel of a type for which its template has a text, though the template does not name the channel. */
function withChannels(
  dependencies: ReadonlyMap<string, readonly string[]>,
  project: Project,
): ReadonlyMap<string, readonly string[]> {
  const channels = [...readChannels(project).values()];
  const templates = [...readTemplates(project).values()].map(({ address, bodies }) => {
    const usable = channels.filter(({ type }) => bodies.has(type)).map(({ code }) => `channel/${code}`);
    return [address, [...(dependencies.get(address) ?? []), ...usable]] as const;
  });
  return new Map([...dependencies, ...templates]);
}

/** These and all that they name, and so on; other triggers run for themselves. */
function reachedFrom(
  addresses: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (address: string): void => {
    if (reached.has(address) || address.startsWith('trigger/')) return;
    reached.add(address);
    dependencies.get(address)?.forEach(visit);
  };
  addresses.forEach(visit);
  return reached;
}

/** What runs need and the release no longer has, once each. */
export function leftBehind(pinned: readonly PinnedRevision[], { byAddress }: Project): readonly ReleasedResource[] {
  const gone = pinned.flatMap(({ needs }) => needs).filter(({ address }) => !byAddress.has(address));
  return [...new Map(gone.map((resource) => [resource.address, resource])).values()];
}

/** Nobody but the runs that are pinned goes by a channel that left. */
export function markLeft(program: Program, left: readonly ReleasedResource[]): Program {
  const gone = new Set(left.map(({ address }) => address));
  const channels = [...program.channels].map(
    ([code, channel]) => [code, gone.has(`channel/${code}`) ? { ...channel, left: true as const } : channel] as const,
  );
  return { ...program, channels: new Map(channels) };
}

/** What left under one name and is in the release under another is that one, with what is remembered of it. */
export function underFormerNames(
  program: Program,
  left: readonly ReleasedResource[],
  calledNow: (address: string) => string | undefined,
): Program {
  const gone = new Set(left.map(({ address }) => address));
  const names = left.flatMap(({ address }) => {
    let now = calledNow(address);
    while (now !== undefined && gone.has(now)) now = calledNow(now);
    return now === undefined ? [] : [{ before: splitAddress(address), now: splitAddress(now) }];
  });
  const named = <R>(prefix: string, roles: ReadonlyMap<string, R>): ReadonlyMap<string, R> => {
    const more = names.flatMap(({ before, now }): (readonly [string, R])[] => {
      const role = before.prefix === prefix ? roles.get(now.identity) : undefined;
      return role === undefined ? [] : [[before.identity, role]];
    });
    return more.length === 0 ? roles : new Map([...roles, ...more]);
  };
  const { facts } = program;
  return {
    ...program,
    templates: named('template', program.templates),
    channels: named('channel', program.channels),
    facts: {
      ...facts,
      calendars: named('calendar', facts.calendars),
      ...(facts.teams && { teams: named('team', facts.teams) }),
      ...(facts.programs && { programs: named('program', facts.programs) }),
    },
  };
}

interface CompiledRevisions {
  readonly triggers: readonly CompiledTrigger[];
  /** One of them wants to know which messages went out. */
  readonly hearsMessages: boolean;
  readonly outdated: readonly Diagnostic[];
}

/** Each of them, with the sequences that it called when it was reviewed, among the resources of now. */
export function compilePinned(
  pinned: readonly PinnedRevision[],
  resources: readonly ReleasedResource[],
  config: ReleaseConfig,
  words: Vocabulary,
): CompiledRevisions {
  const compiled = pinned.flatMap(({ code, spec, called, revision }) => {
    const address = `trigger/${code}`;
    const sequences = Object.entries(called).map(([of, each]) => ({ address: of, kind: 'Sequence', spec: each }));
    const own = [{ address, kind: 'Trigger', spec: { ...spec, code } }, ...sequences];
    const isOwn = new Set(own.map((resource) => resource.address));
    const project = projectFromRelease(
      [...resources.filter((resource) => !isOwn.has(resource.address)), ...own],
      config,
      words,
    );
    const resource = project.byAddress.get(address);
    if (resource === undefined) return [];
    const sites = compileSites(project, words);
    const outdated = [...project.diagnostics, ...sites.diagnostics].filter(
      (each) => each.severity === 'error' && isOwn.has(each.address ?? ''),
    );
    const trigger = { ...compileTrigger(resource, sites, words, project), revision };
    return [{ trigger, hears: hearsMessages(project, sites), outdated }];
  });
  return {
    triggers: compiled.map(({ trigger }) => trigger),
    hearsMessages: compiled.some(({ hears }) => hears),
    outdated: compiled.flatMap(({ outdated }) => outdated),
  };
}
