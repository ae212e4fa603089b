import type { Path, Project, Resource } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { channelsOf } from '../kinds/template.js';
import type { Vocabulary } from '../word.js';
import { findStepLists, stringsOf } from './triggers.js';

/** A step that sends a Template, with the words of its `via`; one entry per template that it may send. */
export interface Sending {
  readonly resource: Resource;
  readonly template: Resource;
  /** Where the template is named. */
  readonly path: Path;
  /** Channels asked for; empty: those of the template. */
  readonly via: readonly { readonly word: string; readonly path: Path }[];
  /** Parameters given by `with`, and where. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly givenPath: Path;
}

export function findSendings(project: Project, words: Vocabulary): readonly Sending[] {
  return findStepLists(project, words).flatMap(({ resource, steps }) =>
    steps.flatMap(({ spec, path, word }) => {
      if (word.name === 'cascade') return sendingsOfCascade(resource, spec, path, project);
      const value = spec[word.name];
      if (word.name !== 'send' || !isObject(value)) return [];
      const via = stringsOf(value.via).map((name, index) => ({ word: name, path: [...path, word.name, 'via', index] }));
      const given = isObject(value.with) ? value.with : {};
      return templatesOf(value.template).flatMap(({ code, below }) => {
        const template = project.byAddress.get(`template/${code}`);
        const here = [...path, word.name, 'template', ...below];
        return template
          ? [{ resource, template, path: here, via, given, givenPath: [...path, word.name, 'with'] }]
          : [];
      });
    }),
  );
}

/** Each leg sends by its channel: its own template, else that of the whole. */
function sendingsOfCascade(
  resource: Resource,
  spec: Readonly<Record<string, unknown>>,
  path: Path,
  project: Project,
): readonly Sending[] {
  const given = isObject(spec.with) ? spec.with : {};
  const legs = Array.isArray(spec.cascade) ? spec.cascade.filter(isObject) : [];
  const sendings = legs.flatMap((leg, index) => {
    const here = [...path, 'cascade', index];
    const [template, place] =
      leg.template === undefined ? [spec.template, [...path, 'template']] : [leg.template, [...here, 'template']];
    const via = typeof leg.via === 'string' ? [{ word: leg.via, path: [...here, 'via'] }] : [];
    return templatesOf(template).flatMap(({ code, below }) => {
      const found = project.byAddress.get(`template/${code}`);
      return found
        ? [{ resource, template: found, path: [...place, ...below], via, given, givenPath: [...path, 'with'] }]
        : [];
    });
  });
  // `with` is for all legs: what one template does not declare another may.
  const declared = new Set(sendings.flatMap(({ template }) => Object.keys(parametersOf(template))));
  return sendings.map((sending) => ({
    ...sending,
    given: Object.fromEntries(
      Object.entries(given).filter(([name]) => name in parametersOf(sending.template) || !declared.has(name)),
    ),
  }));
}

function parametersOf(template: Resource): Readonly<Record<string, unknown>> {
  return isObject(template.spec.params) ? template.spec.params : {};
}

/** `{by: =…, a: code-a, b: code-b}` names several. */
export function templatesOf(value: unknown): readonly { code: string; below: Path }[] {
  if (typeof value === 'string') return value.startsWith('=') ? [] : [{ code: value, below: [] }];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, code]) =>
    key !== 'by' && typeof code === 'string' ? [{ code, below: [key] }] : [],
  );
}

/** The type that a word of `via` means: the type of the Channel with that code, else the word itself. */
export function typeOfVia(word: string, project: Project): string {
  const channel = project.byAddress.get(`channel/${word}`);
  return channel ? String(channel.spec.type) : word;
}

export function channelsOfType(type: string, project: Project): readonly Resource[] {
  return project.ofKind('Channel').filter((channel) => channel.spec.type === type);
}

/** Channel types for which the template has a text. */
export function typesOfTemplate(template: Resource): readonly string[] {
  return channelsOf(template.spec);
}
