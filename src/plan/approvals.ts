import type { Diagnostic } from '../model/diagnostic.js';
import { planCodes } from './codes.js';
import { compareProject, type Compared, type Comparison } from './compare.js';
import { rulesFor, targetOf } from './target.js';
import { viewOf } from './view.js';

/** What stands in the project and cannot be used before somebody outside approves it: a warning where he has not, a note where he is still to be asked. */
export function awaitedOf(comparisons: readonly Comparison[]): readonly Diagnostic[] {
  return comparisons.flatMap(({ address, kind, resource, held, verdict }) => {
    const { remote } = kind;
    if (resource === undefined || remote?.awaits === undefined) return [];
    const before = viewOf(kind, held);
    const after = targetOf(kind, resource.spec, before, held.applied, rulesFor(kind, resource));
    const why = remote.awaits(before, after);
    if (why === undefined) return [];
    const asked = verdict.is === 'unchanged';
    const finding: Diagnostic = {
      severity: asked ? 'warning' : 'note',
      code: planCodes.notApproved.code,
      message: `${address}: ${why}`,
      ...resource.locate(['code']),
      address,
      ...(asked && {
        suggestion: 'look at its state in the CRM; a text that was rejected has to be written otherwise',
      }),
    };
    return [finding];
  });
}

/** The same of a whole project, whatever else there is to plan. */
export function awaitedIn(input: Compared): readonly Diagnostic[] {
  const prefixes = awaitingPrefixes(input);
  return awaitedOf(
    compareProject({ ...input, selection: (address) => prefixes.some((prefix) => address.startsWith(`${prefix}/`)) }),
  );
}

/** Resources that have to be approved. */
export function awaitingIn(input: Pick<Compared, 'project' | 'words' | 'remotes'>): ReadonlySet<string> {
  const prefixes = awaitingPrefixes(input);
  const addresses = input.project.resources.map(({ address }): string => address);
  return new Set(addresses.filter((address) => prefixes.some((prefix) => address.startsWith(`${prefix}/`))));
}

function awaitingPrefixes({ words, remotes }: Pick<Compared, 'words' | 'remotes'>): readonly string[] {
  return words.kinds.filter(({ kind }) => remotes[kind]?.awaits !== undefined).map(({ prefix }) => prefix);
}
