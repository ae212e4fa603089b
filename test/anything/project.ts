import { checkProject } from '../../src/language/check.js';
import { compileExpression } from '../../src/language/expression/compile.js';
import { compileSites } from '../../src/language/compile.js';
import type { CompiledSites } from '../../src/language/compileSites.js';
import { documentShape } from '../../src/language/commonFields.js';
import { variablesEverywhere } from '../../src/language/everywhere.js';
import type { Path, Project, Resource, Site } from '../../src/language/project.js';
import { readProject } from '../../src/language/readProject.js';
import { compileText } from '../../src/language/text/index.js';
import type { Environment } from '../../src/language/scope.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { expressionsOf } from './expression.js';
import type { Luck } from './luck.js';
import { shop } from './shop.js';
import { blanks, specOf, type Names } from './spec.js';
import { textOf } from './text.js';

const config =
  'version: 1\nname: test\ntimezone: Europe/Moscow\ncurrency: RUB\nlocale: ru\nshop: {phone: "+7495", since: 1999}\nenvironments: {local: {}}\n';
const base = [
  { path: 'crmctl.yaml', text: config },
  { path: 'shop.yaml', text: shop },
];

type Document = Readonly<Record<string, unknown>>;

export interface Made {
  readonly documents: readonly Document[];
  readonly project: Project;
  readonly sites: CompiledSites;
  /** Lines of the random file. */
  readonly lines: readonly string[];
}

/** Everything that `validate` says. */
export function diagnosticsOf({ project, sites }: Made): readonly Diagnostic[] {
  return checkProject(project, vocabulary, sites);
}

/** Kinds whose documents hold conditions, values and texts that run. */
const others = ['Segment', 'Sequence', 'Template', 'Validation'];

const known = read([]);

/** A project with random triggers in which these words and events occur, if they can. */
export function projectFrom(luck: Luck, wanted: ReadonlySet<string>): Made {
  const names: Names = {
    resources: (kind) => known.project.ofKind(kind).map(({ code }) => code),
    codes: (enumeration) => [...(known.sites.environment.enumerations[enumeration]?.codes ?? [])],
    objects: known.sites.environment.objects,
    wanted,
  };
  const kinds = ['Trigger', ...luck.some(0, 1, () => luck.pick(['Trigger', ...others]))];
  const blank = kinds.map((kind, index): Document => {
    const word = vocabulary.kinds.find((each) => each.kind === kind)!;
    const spec = specOf(luck, names)(documentShape(word)) as Document;
    const isAboutOrder = kind === 'Trigger' && luck.rarely(2) && !isWantedForm(wanted);
    return {
      ...spec,
      ...(isAboutOrder && { on: { event: 'order.created' } }),
      kind,
      code: `any-${index}`,
      name: 'Any',
      ...(kind === 'Trigger' && { active: true }),
      renamedFrom: undefined,
    };
  });
  // What lists yield decides what stands in scope elsewhere.
  const listed = filled(luck, blank, (path) => path.at(-1) === 'each');
  return read(filled(luck, listed, (path) => path.at(-1) !== 'each'));
}

/** Words of forms must not make room for another. */
function isWantedForm(wanted: ReadonlySet<string>): boolean {
  return vocabulary.forms.some(({ name }) => wanted.has(name));
}

/** Lines of a file: a document each, as JSON, which YAML is. */
function read(documents: readonly Document[]): Made {
  const lines = documents.flatMap((document, index) => [
    ...(index > 0 ? ['---'] : []),
    ...JSON.stringify(document, null, 1).split('\n'),
  ]);
  const project = readProject([...base, { path: 'any.yaml', text: lines.join('\n') }], new Map(), vocabulary);
  const sites = compileSites(project, vocabulary);
  return { documents, project, sites, lines };
}

function filled(luck: Luck, documents: readonly Document[], isMeant: (path: Path) => boolean): readonly Document[] {
  const { project, sites } = read(documents);
  return documents.map((document) => {
    const resource = project.resources.find(({ kind, code }) => kind === document['kind'] && code === document['code']);
    if (resource === undefined) return document;
    const copy = structuredClone(document) as Record<string, unknown>;
    for (const site of resource.sites) {
      if (!isMeant(site.path)) continue;
      const wish = wishFor(luck, site);
      if (wish !== undefined) {
        put(copy, site.path, wish);
        continue;
      }
      const source = sourceFor(luck, site, environmentAt(resource, site, project, sites));
      if (source !== undefined) put(copy, site.path, source);
    }
    return copy;
  });
}

/** Half of the conditions let the trigger go on, so that there is something to see behind them. */
function wishFor(luck: Luck, { site, path }: Site): string | undefined {
  if (site !== 'condition' || path.at(-1) === 'each' || path.at(-1) === 'orderBy' || path[0] === 'key')
    return undefined;
  if (luck.rarely(2)) return undefined;
  return path[0] === 'exit' || path.at(-1) === 'until' ? 'false' : 'true';
}

function environmentAt(resource: Resource, site: Site, project: Project, sites: CompiledSites): Environment {
  const word = vocabulary.kinds.find(({ kind }) => kind === resource.kind)!;
  const variables = word.scopeAt?.(resource, site.path, project, vocabulary) ?? {};
  return { ...sites.environment, variables: { ...variablesEverywhere(project.config), ...variables } };
}

/** Mostly what the place lets through: of what it does not there is enough in the rest. */
function sourceFor(luck: Luck, site: Site, environment: Environment): string | undefined {
  if (Object.keys(environment.variables).length === 0) return undefined;
  if (site.site === 'text') return chosen(luck, () => textOf(luck, environment), isTextRight(site, environment));
  if (site.site !== 'condition' && site.site !== 'value') return undefined;
  const { yields } = site;
  const source = chosen(
    luck,
    () => expressionsOf(luck, environment).of(yields, 2),
    (candidate) => !('problems' in compileExpression(candidate, environment, yields)),
  );
  return source === undefined || site.site === 'condition' ? source : `=${source}`;
}

function isTextRight({ escape }: Extract<Site, { site: 'text' }>, environment: Environment) {
  return (source: string): boolean =>
    'text' in compileText(source, environment, escape === undefined ? {} : { escape });
}

/** The first of some candidates that is right; now and then the first, whatever it is. */
function chosen(luck: Luck, make: () => string, isRight: (source: string) => boolean): string | undefined {
  if (luck.rarely(40)) return make();
  return Array.from({ length: 6 }, make).find(isRight);
}

/** The spec holds lists where the document may hold one value alone. */
function put(document: Record<string, unknown>, path: Path, source: string): void {
  let owner: unknown = document;
  for (const [index, key] of path.entries()) {
    const isList = Array.isArray(owner);
    if (typeof key === 'number' && !isList) continue;
    const held = (owner as Record<string | number, unknown>)[key];
    const rest = path.slice(index + 1);
    if (typeof held !== 'object' || held === null) {
      if (rest.every((each) => typeof each === 'number') && isBlank(held))
        (owner as Record<string | number, unknown>)[key] = source;
      return;
    }
    owner = held;
  }
}

function isBlank(value: unknown): boolean {
  return Object.values<unknown>(blanks).includes(value);
}
