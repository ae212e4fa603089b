import type { Project } from '../language/project.js';
import type { AutomationState, Spec } from '../model/release.js';
import type { RemoteKind } from '../vocabulary/remoteKind.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { plannedKinds, type PlannedKind } from './catalogue.js';
import type { Observation } from './observation.js';
import { renamedAddress } from './rename.js';
import type { AddressFilter } from './select.js';
import type { Subject, Verdict } from './subject.js';
import { verdictOn } from './verdict.js';
import type { Held } from './view.js';

export interface Compared {
  readonly project: Project;
  readonly words: Vocabulary;
  /** Homes in the CRM, by kind. */
  readonly remotes: Readonly<Record<string, RemoteKind>>;
  readonly observation: Observation;
  readonly selection?: AddressFilter;
}

export interface Comparison extends Subject {
  readonly verdict: Verdict;
}

/** Every resource that repository, CRM or last apply know, in the order of their addresses, with what is to be done about it. */
export function compareProject(input: Compared): readonly Comparison[] {
  return subjectsOf(input).map((subject) => ({ ...subject, verdict: verdictOn(subject) }));
}

function subjectsOf({ project, words, remotes, observation, selection }: Compared): readonly Subject[] {
  const kinds = plannedKinds(words, remotes, observation.capabilities);
  const held = heldByAddress(kinds, observation, (kind) => project.ofKind(kind).map((resource) => resource.spec));
  const kindOf = new Map([...kinds.values()].map((kind) => [kind.word.prefix, kind]));
  const renames = renamesIn(project, kinds, held);
  const moved = new Set(renames.values());
  const settled = settledDigests(observation.state);
  const addresses = new Set([...held.keys(), ...project.resources.map((resource): string => resource.address)]);
  return [...addresses].toSorted().flatMap((address): readonly Subject[] => {
    const kind = kindOf.get(address.slice(0, address.indexOf('/')));
    const resource = project.byAddress.get(address);
    const holds = held.get(address) ?? {};
    if (kind === undefined || moved.has(address) || isUnread(address, kind, observation)) return [];
    if (selection && !selection(address, resource?.spec ?? holds.applied)) return [];
    const old = renames.get(address);
    if (resource && !kind.remote && !old && settled.get(address) === resource.digest)
      return [{ address, kind, resource, held: holds, settled: true }];
    return [
      {
        address,
        kind,
        held: holds,
        ...(resource && { resource }),
        ...(old && { old: { address: old, held: held.get(old) ?? {} } }),
      },
    ];
  });
}

/** Of what the runner has as it was applied, by address: nearly everything of nearly every plan. */
function settledDigests({ live, applied }: AutomationState): ReadonlyMap<string, string> {
  const running = new Map(live.map(({ address, digest }) => [address, digest]));
  return new Map(
    applied.flatMap(({ address, digest }) => (running.get(address) === digest ? [[address, digest] as const] : [])),
  );
}

/** What is known of every address, from all planes. `desired`: where parts belong that the CRM may hold elsewhere. */
export function heldByAddress(
  kinds: ReadonlyMap<string, PlannedKind>,
  observation: Observation,
  desired: (kind: string) => readonly Spec[],
): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>();
  const add = (address: string, part: Held): void => {
    const there = held.get(address);
    if (there === undefined) held.set(address, part);
    else Object.assign(there, part);
  };
  for (const { word, remote } of kinds.values()) {
    const found = observation.remote.get(word.kind) ?? [];
    const arranged = remote?.arrange?.(found, desired(word.kind)) ?? found;
    for (const { identity, spec } of arranged) add(`${word.prefix}/${identity}`, { remote: spec });
  }
  for (const { address, kind, spec } of observation.state.live) if (kinds.has(kind)) add(address, { live: spec });
  for (const { address, kind, spec } of observation.state.applied) if (kinds.has(kind)) add(address, { applied: spec });
  return held;
}

/** New address → old address, for what was applied under the old one and is there under no new one. */
function renamesIn(
  project: Project,
  kinds: ReadonlyMap<string, PlannedKind>,
  held: ReadonlyMap<string, Held>,
): ReadonlyMap<string, string> {
  return new Map(
    project.resources.flatMap((resource) => {
      const kind = kinds.get(resource.kind);
      const old = kind && renamedAddress(kind, resource);
      if (kind === undefined || old === undefined || project.byAddress.has(old)) return [];
      const home = kind.remote === undefined ? 'live' : 'remote';
      const isMove =
        held.get(old)?.applied !== undefined &&
        held.get(old)?.[home] !== undefined &&
        held.get(resource.address)?.[home] === undefined;
      return isMove ? [[resource.address, old] as const] : [];
    }),
  );
}

/** Its list could not be read to the end: nothing is known of it. */
export function isUnread(address: string, { word }: PlannedKind, { unread }: Observation): boolean {
  return unread.some((list) => list.kind === word.kind && address.startsWith(`${word.prefix}/${list.covers}`));
}
