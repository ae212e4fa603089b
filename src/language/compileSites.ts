import type { Diagnostic } from '../model/diagnostic.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { enumerationsOf, objectsOf } from './compileEnvironment.js';
import { compileExpression } from './expression/compile.js';
import { variablesEverywhere, variablesOfMessages } from './everywhere.js';
import { fragmentsIn, type FragmentsOf } from './fragmentsIn.js';
import type { Path, Project, Resource, Site } from './project.js';
import type { Environment, Expression, SourceProblem, Text } from './scope.js';
import type { CompiledText, Fragments } from './text/index.js';
import { textCodes } from './text/codes.js';
import { any, type ValueType } from './valueType.js';

/** Every condition, value and text of a project, compiled once. */
export interface CompiledSites {
  /** The condition or value at a path of a resource; `undefined` when there is none or it has problems. */
  expression(address: string, path: Path): Expression | undefined;
  /** `locale`: of a message's text that goes out in several languages; default: the first, the project's own. */
  text(address: string, path: Path, locale?: string): Text | undefined;
  /** What the project's conditions and texts are checked against, beside the variables of their place. */
  readonly environment: Omit<Environment, 'variables'>;
  /** All problems, located in the files. */
  readonly diagnostics: readonly Diagnostic[];
}

type CompileText = (
  source: string,
  environment: Environment,
  options: { readonly escape?: 'html'; readonly code?: string; readonly fragments?: Fragments },
) => CompiledText;

type CompiledSite =
  CompiledText | { readonly expression: Expression } | { readonly problems: readonly SourceProblem[] };

export function compileSitesWith(project: Project, words: Vocabulary, compileText: CompileText): CompiledSites {
  const environment = {
    objects: objectsOf(project, words),
    functions: words.functions,
    enumerations: enumerationsOf(project, words),
  };
  const everywhere = variablesEverywhere(project.config);
  const inMessages = variablesOfMessages(project.config);
  const fragments = fragmentsIn(project, words, { ...environment, variables: inMessages, open: true });
  const compile = compiler(environment, fragments, compileText);
  const kinds = new Map(words.kinds.map((word) => [word.kind, word]));
  const compiled = new Map<string, CompiledSite>();
  const diagnostics: Diagnostic[] = [];
  for (const resource of project.resources) {
    for (const site of resource.sites) {
      if (site.site !== 'condition' && site.site !== 'value' && site.site !== 'text') continue;
      const kind = kinds.get(resource.kind);
      const own = kind?.scopeAt?.(resource, site.path, project, words) ?? none;
      const takes = site.site === 'text' && site.takes !== undefined;
      const main = project.config.locale;
      const locales = takes ? (kind?.localesAt?.(resource.spec, site.path, main) ?? [main]) : [undefined];
      locales.forEach((locale, index) => {
        const result = compile(site, {
          common: takes ? inMessages : everywhere,
          own,
          fragment: kind?.fragment && resource.code,
          locale,
        });
        if (index === 0) compiled.set(keyOf(resource.address, site.path), result);
        if (locale !== undefined) compiled.set(keyOf(resource.address, site.path, locale), result);
        const told = (found: readonly SourceProblem[] = []) =>
          found.slice(0, mostTold).map((problem) => located(problem, resource, site, project));
        if ('problems' in result) diagnostics.push(...told(result.problems));
        if ('doubts' in result)
          diagnostics.push(...told(result.doubts).map((each) => ({ ...each, severity: 'warning' as const })));
      });
    }
  }
  return {
    environment,
    diagnostics,
    expression: (address, path) => {
      const found = compiled.get(keyOf(address, path));
      return found !== undefined && 'expression' in found ? found.expression : undefined;
    },
    text: (address, path, locale) => {
      const found = compiled.get(keyOf(address, path, locale));
      return found !== undefined && 'text' in found ? found.text : undefined;
    },
  };
}

const none = {};

/** Of one condition, value or text: nobody reads more, and each is looked up in the file. */
const mostTold = 100;

function keyOf(address: string, path: Path, locale?: string): string {
  return `${address}#${path.join('/')}${locale === undefined ? '' : `@${locale}`}`;
}

type CompiledKind = Extract<Site, { site: 'condition' | 'value' | 'text' }>;

/** Where a site stands: what is in scope there, and its language. */
interface Setting {
  /** Variables of all such places. */
  readonly common: Environment['variables'];
  /** Its own, which come first. */
  readonly own: Environment['variables'];
  /** Code of the fragment that it belongs to. */
  readonly fragment: string | undefined;
  readonly locale: string | undefined;
}

/** Places with the same variables share an environment, and there the same source is compiled once. */
function compiler(
  shared: Omit<Environment, 'variables'>,
  fragmentsOf: FragmentsOf,
  compileText: CompileText,
): (site: CompiledKind, setting: Setting) => CompiledSite {
  const places = new Map<string, { readonly environment: Environment; readonly known: Map<string, CompiledSite> }>();
  // Most places of a resource have the very same variables, and most variables the very same type.
  const numberOfType = numbering<ValueType>((type) => JSON.stringify(type));
  const numberOf = numbering<Environment['variables']>((variables) =>
    Object.entries(variables)
      .map(([name, type]) => `${name}:${numberOfType(type)}`)
      .join(' '),
  );
  return (site, { common, own, fragment, locale }) => {
    const open = fragment !== undefined;
    const key = [open, locale, numberOf(common), numberOf(own)].join(' ');
    let place = places.get(key);
    if (place === undefined) {
      const variables = { ...common, ...own };
      const environment = { ...shared, variables, ...(open && { open }), ...(locale !== undefined && { locale }) };
      places.set(key, (place = { environment, known: new Map() }));
    }
    const { environment, known } = place;
    const memo = `${site.site === 'text' ? `text ${[site.escape, site.takes, fragment].join(' ')}` : numberOfType(site.yields)} ${site.source}`;
    let result = known.get(memo);
    if (result === undefined)
      known.set(
        memo,
        (result =
          site.site === 'text'
            ? withDoubt(
                compileText(site.source, environment, textOptions(site, { fragment, locale }, fragmentsOf)),
                site.source,
                environment,
              )
            : compileExpression(site.source, environment, site.yields)),
      );
    return result;
  };
}

/** A text that reads as an expression was hardly meant as it stands. */
function withDoubt(compiled: CompiledText, source: string, environment: Environment): CompiledText {
  if (!source.startsWith('=')) return compiled;
  const value = source.slice(1).trim();
  const found = compileExpression(value, environment, any);
  if ('problems' in found || found.expression.reads.length === 0) return compiled;
  const suggestion = /^[\w.]+$/.test(value) ? `write "{{ ${value} }}"` : 'write what is to be filled in as {{ … }}';
  const message = 'this is a text: what stands behind "=" goes out as it is written';
  const doubt = { code: textCodes.expressionInText, message, start: 0, end: source.length, suggestion };
  return { ...compiled, doubts: [doubt, ...(compiled.doubts ?? [])] };
}

/** Numbers for things: equal ones, of which `describe` says the same, have one. */
function numbering<Thing extends object>(describe: (thing: Thing) => string): (thing: Thing) => number {
  const numbers = new Map<Thing, number>();
  const described = new Map<string, number>();
  return (thing) => {
    const known = numbers.get(thing);
    if (known !== undefined) return known;
    const text = describe(thing);
    const number = described.get(text) ?? described.size;
    described.set(text, number);
    numbers.set(thing, number);
    return number;
  };
}

function textOptions(
  { escape, takes }: Extract<Site, { site: 'text' }>,
  { fragment, locale }: Pick<Setting, 'fragment' | 'locale'>,
  fragmentsOf: FragmentsOf,
): Parameters<CompileText>[2] {
  return {
    ...(escape && { escape }),
    ...(fragment !== undefined && { code: fragment }),
    ...(takes !== undefined && locale !== undefined && { fragments: fragmentsOf(takes, escape ?? 'body', locale) }),
  };
}

function located(problem: SourceProblem, resource: Resource, site: Site, project: Project): Diagnostic {
  const { code, message, start, end, suggestion } = problem;
  const place = resource.locate(site.path, { start, end });
  const sourceLine = project.sourceLine(place.file, place.line);
  return {
    severity: 'error',
    code,
    message,
    ...place,
    address: resource.address,
    ...(suggestion !== undefined && { suggestion }),
    ...(sourceLine !== undefined && { sourceLine }),
  };
}
