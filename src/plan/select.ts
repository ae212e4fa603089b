import type { Project } from '../language/project.js';

/** Which resources a plan looks at. `spec` is the repository's, or the last-applied copy of what left it. */
export type AddressFilter = (address: string, spec: Readonly<Record<string, unknown>> | undefined) => boolean;

export interface Wanted {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  /** Addresses that changed since a revision (`--since`): these and what depends on them, nothing else. */
  readonly since?: ReadonlySet<string>;
}

/**
 * Reads `--select` and `--exclude`: globs of addresses (`trigger/*`, `*` stays within a half, `**` crosses), `tag:NAME`; a `+` before
 * either: with everything that depends on it, a `+` behind it: with everything that it needs.
 */
export function selection(
  wanted: Wanted,
  project: Project,
  dependencies: ReadonlyMap<string, readonly string[]>,
): AddressFilter {
  const chosen = wanted.select?.length ? anyOf(wanted.select, project, dependencies) : () => true;
  const left = wanted.exclude?.length ? anyOf(wanted.exclude, project, dependencies) : () => false;
  const recent = wanted.since && withDependants(wanted.since, dependencies);
  return (address, spec) => chosen(address, spec) && !left(address, spec) && (recent?.has(address) ?? true);
}

/** Patterns that match nothing at all, neither in the repository nor among what was applied: most likely a typing error. */
export function matchNothing(
  patterns: readonly string[],
  resources: readonly { readonly address: string; readonly spec: Readonly<Record<string, unknown>> }[],
): readonly string[] {
  return patterns.filter((pattern) => {
    const matches = plainMatcher(rootOf(pattern));
    return !resources.some(({ address, spec }) => matches(address, spec));
  });
}

/** A pattern without the signs of what is to come with it. */
export function rootOf(pattern: string): string {
  return pattern.replace(/^\+|\+$/g, '');
}

function anyOf(
  patterns: readonly string[],
  project: Project,
  dependencies: ReadonlyMap<string, readonly string[]>,
): AddressFilter {
  const matchers = patterns.map((pattern) => matcher(pattern, project, dependencies));
  return (address, spec) => matchers.some((matches) => matches(address, spec));
}

function matcher(
  pattern: string,
  project: Project,
  dependencies: ReadonlyMap<string, readonly string[]>,
): AddressFilter {
  const matches = plainMatcher(rootOf(pattern));
  const roots = new Set<string>(
    project.resources.flatMap(({ address, spec }) => (matches(address, spec) ? [address] : [])),
  );
  const above = pattern.startsWith('+') ? withDependants(roots, dependencies) : roots;
  const below = pattern.endsWith('+') ? withNeeds(roots, dependencies) : roots;
  return (address, spec) => above.has(address) || below.has(address) || matches(address, spec);
}

function plainMatcher(pattern: string): AddressFilter {
  if (pattern.startsWith('tag:')) {
    const tag = pattern.slice('tag:'.length);
    return (_, spec) => Array.isArray(spec?.['tags']) && spec['tags'].includes(tag);
  }
  const parts = pattern
    .split(/(\*\*|\*|\?)/)
    .map((part) => wildcards[part] ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'));
  const glob = new RegExp(`^${parts.join('')}$`);
  return (address) => glob.test(address);
}

const wildcards: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*', '?': '[^/]' };

function withDependants(
  roots: ReadonlySet<string>,
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set(roots);
  let grown = true;
  while (grown) {
    const next = [...dependencies].filter(
      ([address, named]) => !reached.has(address) && named.some((other) => reached.has(other)),
    );
    next.forEach(([address]) => reached.add(address));
    grown = next.length > 0;
  }
  return reached;
}

function withNeeds(
  roots: ReadonlySet<string>,
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set(roots);
  // A set hands out what is added while it is walked.
  for (const address of reached) dependencies.get(address)?.forEach((other) => reached.add(other));
  return reached;
}
