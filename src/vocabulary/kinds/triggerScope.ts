import { oncePerResource } from '../../language/once.js';
import type { Path, Project, Resource } from '../../language/project.js';
import {
  any,
  boolean,
  duration,
  listOf,
  mapOf,
  number,
  oneOf,
  record,
  string,
  timestamp,
  type ValueType,
} from '../../language/valueType.js';
import { parseDuration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import type { Vocabulary } from '../word.js';
import { elementOfEach, typeOfExpression } from './elementOfEach.js';
import { ofForm } from './formScope.js';
import { atStep, resultsOfSteps } from './stepScope.js';

type Variables = Readonly<Record<string, ValueType>>;

/** What a condition, value or text of a Trigger can read, by where it stands (docs/language.md#write-conditions-values-and-texts). */
export function triggerScope(resource: Resource, path: Path, project: Project, words: Vocabulary): Variables {
  const { spec } = resource;
  if (path[0] === 'on') {
    const form = formsOf(spec)[Number(path[1])];
    if (!form) return { now: timestamp };
    const outer = ofForm(form, words);
    // The list is computed before there is an element.
    return { now: timestamp, ...outer, ...(path[2] !== 'each' && elementOfEach(form.each, outer, project, words)) };
  }
  const { atEntry, vars, withVars, withSteps } = scopesOf(resource, project, words);
  if (path[0] === 'vars') return { ...atEntry, vars: record('vars', above(vars, String(path[1]))) };
  return path[0] === 'when' || path[0] === 'key' ? withVars : atStep(resource, path, withSteps, project, words);
}

/** What the places of a trigger have in common, from its entry on. */
const scopesOf = oncePerResource((resource, project, words) => {
  const started = union(formVariables(resource.spec, project, words));
  const atEntry = {
    now: timestamp,
    trigger: string,
    ...started,
    entry: record('entry', { ...started, at: timestamp }),
  };
  const vars = varsOf(resource.spec.vars, atEntry, project, words);
  const withVars = { ...atEntry, vars: record('vars', vars) };
  return { atEntry, vars, withVars, withSteps: { ...withVars, steps: resultsOfSteps(resource, project, words) } };
});

/** Variables that each of the trigger's forms gives, in their order. */
export function formVariables(
  spec: Readonly<Record<string, unknown>>,
  project: Project,
  words: Vocabulary,
): readonly Variables[] {
  return formsOf(spec).map((form) => {
    const outer = named(ofForm(form, words), form, words);
    return { ...outer, ...elementOfEach(form.each, outer, project, words) };
  });
}

/** `event.on` holds the name of the form that fired. */
function named(variables: Variables, form: Readonly<Record<string, unknown>>, words: Vocabulary): Variables {
  const { event } = variables;
  const name = form.id ?? words.forms.find((word) => word.name in form)?.name;
  if (event?.type !== 'object' || event.fields === undefined || typeof name !== 'string') return variables;
  return { ...variables, event: record(event.name, { ...event.fields, on: oneOf([name]) }) };
}

function formsOf(spec: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(spec.on) ? spec.on.filter(isObject) : [];
}

/** A variable that has two types is untyped; one that only some forms give is there, and may be missing. */
function union(scopes: readonly Variables[]): Variables {
  return scopes.reduce((all, scope) => {
    const merged: Record<string, ValueType> = { ...all };
    for (const [name, type] of Object.entries(scope)) merged[name] = name in all ? eitherOf(all[name]!, type) : type;
    return merged;
  }, {});
}

function eitherOf(a: ValueType, b: ValueType): ValueType {
  if (JSON.stringify(a) === JSON.stringify(b)) return a;
  if (a.type === 'object' && b.type === 'object' && a.fields && b.fields)
    return record(a.name, union([a.fields, b.fields]));
  if (a.type === 'string' && b.type === 'string' && a.values && b.values) return oneOf([...a.values, ...b.values]);
  return any;
}

/** The trigger's `vars`; in each of them those above it are in scope. */
function varsOf(vars: unknown, outer: Variables, project: Project, words: Vocabulary): Variables {
  const types: Record<string, ValueType> = {};
  for (const [name, value] of Object.entries(isObject(vars) ? vars : {}))
    types[name] =
      typeof value === 'string' && value.startsWith('=')
        ? kept(typeOfExpression(value.slice(1), { ...outer, vars: record('vars', { ...types }) }, project, words))
        : typeOf(value);
  return types;
}

function above(types: Variables, name: string): Variables {
  const all = Object.entries(types);
  const end = all.findIndex(([each]) => each === name);
  return Object.fromEntries(all.slice(0, Math.max(0, end)));
}

/** An object that is kept stays one of its kind, with its computed fields; other values are read as where they are used wants them. */
function kept(type: ValueType): ValueType {
  if (type.type === 'object') return type;
  return type.type === 'list' && type.of.type === 'object' ? type : any;
}

/** Type of a literal, and of what stands in one. */
function typeOf(value: unknown): ValueType {
  if (typeof value === 'number') return number;
  if (typeof value === 'boolean') return boolean;
  if (typeof value === 'string') return value.startsWith('=') ? any : parseDuration(value) ? duration : string;
  if (Array.isArray(value)) return listOf(common(value.map(typeOf)));
  if (isObject(value)) return mapOf(common(Object.values(value).map(typeOf)));
  return any;
}

function common(types: readonly ValueType[]): ValueType {
  return types.length === 0 ? any : types.reduce(eitherOf);
}
