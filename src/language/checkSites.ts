import { splitAddress } from '../model/address.js';
import { cronProblem } from '../model/cron.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { checkingCodes, type CheckingCode } from './checkingCodes.js';
import { kindsByName } from './commonFields.js';
import { enumerationsOf, objectsOf } from './compileEnvironment.js';
import { lookUpField } from './fieldPath.js';
import { didYouMean } from './nearest.js';
import type { Project, Resource, Site } from './project.js';

/** Every reference, code, event name, field path and schedule of the project names something that exists. */
export function checkSites(project: Project, words: Vocabulary): readonly Diagnostic[] {
  const names = namesOf(project, words);
  return project.resources.flatMap((resource) =>
    resource.sites.flatMap((site) => {
      const problem = problemAt(site, names);
      return problem ? [diagnosticAt(resource, site, problem)] : [];
    }),
  );
}

interface Problem {
  readonly as: CheckingCode;
  readonly message: string;
  readonly suggestion?: string | undefined;
  readonly within?: { readonly start: number; readonly end: number };
}

interface Names {
  /** Codes by kind; inner resources (segments of a Segmentation) under the kind that they answer to. */
  readonly resources: ReadonlyMap<string, ReadonlySet<string>>;
  readonly enumerations: ReturnType<typeof enumerationsOf>;
  readonly events: ReadonlySet<string>;
  readonly objects: ReturnType<typeof objectsOf>;
}

function problemAt(site: Site, names: Names): Problem | undefined {
  switch (site.site) {
    case 'reference':
      // A text says itself which fragment it lacks, or which form of it.
      return site.within ? undefined : unknownReference(site.source, site.to, names);
    case 'code':
      return unknownCode(site.source, site.enumeration, names);
    case 'event':
      return unknownEvent(site.source, names);
    case 'path':
      return unknownPath(site.source, names);
    case 'cron':
      return badSchedule(site.source);
    default:
      return undefined;
  }
}

function unknownReference(code: string, kinds: readonly string[], names: Names): Problem | undefined {
  if (kinds.some((kind) => names.resources.get(kind)?.has(code))) return undefined;
  const known = kinds.flatMap((kind) => [...(names.resources.get(kind) ?? [])]);
  const kind = kinds.join(' or ');
  return {
    as: checkingCodes.unknownReference,
    message: `no ${kind} has the code "${code}"`,
    suggestion:
      addressed(code, known) ??
      didYouMean(code, known) ??
      (known.length === 0 ? `the project has no ${kind} yet` : listOf(known)),
  };
}

/** `template/hello` where the code alone is wanted. */
function addressed(code: string, known: readonly string[]): string | undefined {
  const last = code.slice(code.indexOf('/') + 1);
  return last !== code && known.includes(last) ? `write ${last}` : undefined;
}

function unknownCode(code: string, enumeration: string, names: Names): Problem | undefined {
  const { closed = false, codes: known = new Set<string>() } = names.enumerations[enumeration] ?? {};
  if (!closed || known.has(code)) return undefined;
  return {
    as: checkingCodes.unknownCode,
    message: `"${code}" is no ${enumeration} of this project`,
    suggestion: didYouMean(code, known) ?? listOf([...known]),
  };
}

function unknownEvent(name: string, { events }: Names): Problem | undefined {
  if (events.has(name) || /^custom\.[A-Za-z0-9_.-]+$/.test(name)) return undefined;
  return {
    as: checkingCodes.unknownEvent,
    message: `there is no event "${name}"`,
    suggestion: didYouMean(name, events) ?? 'events of your own are called custom.<name>',
  };
}

function unknownPath(path: string, { objects }: Names): Problem | undefined {
  const found = lookUpField(path, objects);
  if ('type' in found) return undefined;
  const message =
    found.of === '' ? `"${found.unknown}" has no fields to name` : `${found.of} has no field "${found.unknown}"`;
  return {
    as: checkingCodes.unknownPath,
    message,
    suggestion:
      found.suggestion ?? (found.of === '' ? undefined : `crmctl schema ${found.of} --docs lists what there is`),
    within: { start: found.start, end: found.end },
  };
}

function badSchedule(expression: string): Problem | undefined {
  const problem = cronProblem(expression);
  if (problem === undefined) return undefined;
  return {
    as: checkingCodes.badSchedule,
    message: problem,
    suggestion: 'the fields are minute, hour, day of month, month, weekday: "0 11 * * TUE"',
  };
}

function listOf(known: readonly string[]): string | undefined {
  const shown = [...known].sort().slice(0, 8);
  return known.length === 0 ? undefined : `known: ${shown.join(', ')}${known.length > shown.length ? ' …' : ''}`;
}

function namesOf(project: Project, words: Vocabulary): Names {
  const resources = new Map<string, Set<string>>();
  const kindOfPrefix = new Map(words.kinds.map((kind) => [kind.prefix, kind.kind]));
  const add = (map: Map<string, Set<string>>, key: string, code: string): void => {
    map.set(key, (map.get(key) ?? new Set()).add(code));
  };
  for (const { kind, aliases } of words.kinds) for (const alias of aliases?.words ?? []) add(resources, kind, alias);
  for (const resource of project.resources) {
    add(resources, resource.kind, resource.code);
    for (const alias of kindsByName(words).get(resource.kind)?.aliases?.of(resource.spec) ?? [])
      add(resources, resource.kind, alias);
  }
  // Inner resources, and documents that could be read only in part, are known by their address.
  for (const address of project.byAddress.keys()) {
    const { prefix, identity } = splitAddress(address);
    const kind = kindOfPrefix.get(prefix);
    if (kind !== undefined) add(resources, kind, identity);
  }
  return {
    resources,
    enumerations: enumerationsOf(project, words),
    events: new Set(words.events.map((event) => event.name)),
    objects: objectsOf(project, words),
  };
}

function diagnosticAt(resource: Resource, site: Site, problem: Problem): Diagnostic {
  const place = resource.locate(site.path, problem.within);
  return {
    severity: 'error',
    code: problem.as.code,
    message: problem.message,
    ...place,
    address: resource.address,
    ...(problem.suggestion !== undefined && { suggestion: problem.suggestion }),
  };
}
