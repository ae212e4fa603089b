import { compileSites } from '../language/compile.js';
import type { Project } from '../language/project.js';
import { projectFromRelease } from '../language/readProject.js';
import { releasedResources } from '../language/releasedResources.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { ReleasedResource } from '../model/release.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { resourcesAfterwards } from './afterwards.js';
import { settingsOf } from './base.js';
import { planCodes } from './codes.js';
import type { Compared, Comparison } from './compare.js';
import { dependenciesOf } from '../language/dependencies.js';
import { namedIn, ownersIn } from '../language/names.js';
import type { Observation } from './observation.js';

/**
 * What a plan would hand to the runner incomplete: resources that name something which is neither selected nor runs already, or which the
 * plan takes away under one that it does not look at, and those that need what is left to a person. A whole plan that the CRM's API can
 * carry out leaves nothing out.
 */
export function leftOut(
  { project, words, observation, selection = () => true }: Compared,
  comparisons: readonly Comparison[],
): readonly Diagnostic[] {
  const running = releasedResources(observation.state, words);
  const isLooked = ({ address, spec }: Pick<ReleasedResource, 'address' | 'spec'>): boolean => selection(address, spec);
  const byHand = new Set(comparisons.filter(isLeftToAPerson).map(({ address }) => address));
  if (byHand.size === 0 && [...project.resources, ...running].every(isLooked)) return [];

  const settings = settingsOf(project);
  const after = projectFromRelease(
    resourcesAfterwards(comparisons, project, observation.state, words),
    settings,
    words,
  );
  const held = new Set<string>([...after.byAddress.keys(), ...addressesInCrm(observation, words)]);
  const before = projectFromRelease(running, settings, words);
  const broken = brokenIn(after, words);
  const needed = { wished: needsOf(project, words), ran: needsOf(before, words) };
  return after.resources.flatMap(({ address }) => {
    const resource = project.byAddress.get(address);
    const wished = resource !== undefined && isLooked(resource);
    const reason = broken.get(address);
    const dangling = ((wished ? needed.wished : needed.ran).get(address) ?? [])
      .filter((owners) => !owners.some((owner) => held.has(owner)))
      .flat();
    if (dangling.length === 0 && reason === undefined) return [];
    const lacks =
      dangling.length > 0
        ? dangling
        : (dependenciesOf(wished ? project : before, words).get(address) ?? []).filter(
            (other) => !after.byAddress.has(other),
          );
    const place = wished ? { file: resource.file, line: resource.line } : {};
    const waits = wished
      ? (dependenciesOf(project, words).get(address) ?? []).filter((other) => byHand.has(other))
      : [];
    return { ...finding(address, wished, [...new Set(lacks)].toSorted(), reason, waits), address, ...place };
  });
}

/** All of it or a part: the runner goes on with the copy that it has. */
function isLeftToAPerson({ resource, verdict }: Comparison): boolean {
  return verdict.is === 'changed' && resource !== undefined && verdict.recorded !== resource.spec;
}

/** Of every resource, who answers to each name that it gives: by reference or by code. */
function needsOf(project: Project, words: Vocabulary): ReadonlyMap<string, readonly (readonly string[])[]> {
  const owners = ownersIn(project, words);
  return new Map(
    project.resources.map((resource) => [
      resource.address,
      [...namedIn(resource)].flatMap((name) => {
        const known = owners.get(name);
        return known === undefined ? [] : [known];
      }),
    ]),
  );
}

/** What the runner would refuse, with the reason, by address. */
function brokenIn(after: Project, words: Vocabulary): ReadonlyMap<string, string> {
  return new Map(
    [...after.diagnostics, ...compileSites(after, words).diagnostics]
      .filter(({ severity }) => severity === 'error')
      .map(({ address, file = '', message }) => [address ?? file.replace(/^release\//, ''), message]),
  );
}

function addressesInCrm({ remote }: Observation, words: Vocabulary): ReadonlySet<string> {
  const prefixes = new Map(words.kinds.map(({ kind, prefix }) => [kind, prefix]));
  return new Set(
    [...remote].flatMap(([kind, found]) => found.map(({ identity }) => `${prefixes.get(kind)}/${identity}`)),
  );
}

function finding(
  address: string,
  selected: boolean,
  missing: readonly string[],
  reason: string | undefined,
  waits: readonly string[],
): Pick<Diagnostic, 'severity' | 'code' | 'message' | 'suggestion'> {
  const head = { severity: 'error', code: planCodes.leftOut.code } as const;
  const named = missing.join(', ');
  if (reason !== undefined && waits.length > 0)
    return {
      ...head,
      message: `the runner could not run ${address} while ${waits.join(', ')} is not done by hand: ${reason}`,
      suggestion: 'do it as the plan says, then plan again',
    };
  if (missing.length === 0)
    return {
      ...head,
      message: `the runner could not run ${address} after this plan: ${reason ?? ''}`,
      suggestion: 'plan without --select, --exclude and --since',
    };
  if (selected)
    return {
      ...head,
      message: `${address} needs ${named}: neither selected, nor running already`,
      suggestion: `select it, too: ${missing.map((each) => `--select '${each}+'`).join(' ')}`,
    };
  return {
    ...head,
    message: `${address} runs on as it is and needs ${named}, which this plan takes away`,
    suggestion: `select it, too: --select ${address}`,
  };
}
