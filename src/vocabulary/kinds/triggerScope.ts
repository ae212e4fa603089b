import type { Path, Project, Resource } from '../../language/project.js';
import {
  any,
  boolean,
  duration,
  listOf,
  mapOf,
  number,
  object,
  record,
  string,
  timestamp,
  type ValueType,
} from '../../language/valueType.js';
import { parseDuration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import type { Vocabulary } from '../word.js';
import { findSteps, memberAt, resultsOf } from './findSteps.js';

type Variables = Readonly<Record<string, ValueType>>;

/** What a condition, value or text of a Trigger can read, by where it stands (language.md §2, "In scope"). */
export function triggerScope(resource: Resource, path: Path, _project: Project, words: Vocabulary): Variables {
  const { spec } = resource;
  const forms = Array.isArray(spec.on) ? spec.on.filter(isObject) : [];
  if (path[0] === 'on') {
    const form = forms[Number(path[1])];
    const outer = form ? ofForm(form, words) : {};
    // The list is computed before there is an element.
    return { now: timestamp, ...outer, ...(path[2] !== 'each' && elementOf(form)) };
  }
  const started = union(forms.map((form) => ({ ...ofForm(form, words), ...elementOf(form) })));
  const atEntry = { now: timestamp, ...started, entry: record('entry', { ...started, at: timestamp }) };
  if (path[0] === 'vars') return atEntry;
  const later = {
    ...atEntry,
    vars: varsOf(spec.vars),
    ...(path[0] !== 'when' && path[0] !== 'key' && { steps: stepsOf(spec, words) }),
  };
  return { ...later, ...newEvent(spec, path, words) };
}

/** Variables that at least one of the trigger's forms gives; one that has two types is untyped. */
export function formVariables(spec: Readonly<Record<string, unknown>>, words: Vocabulary): readonly Variables[] {
  return (Array.isArray(spec.on) ? spec.on.filter(isObject) : []).map((form) => ({
    ...ofForm(form, words),
    ...elementOf(form),
  }));
}

function ofForm(form: Readonly<Record<string, unknown>>, words: Vocabulary): Variables {
  return words.forms.find((word) => word.name in form)?.scope(form, words) ?? { event: any };
}

/** With `each` the element is bound as `order`, `customer`, `item`, else `element`; told by how the list is made. */
function elementOf(form: Readonly<Record<string, unknown>> | undefined): Variables {
  const list = typeof form?.each === 'string' ? form.each.trim() : undefined;
  if (list === undefined) return {};
  if (/^(segment|customers)\(/.test(list)) return { customer: object('customer') };
  if (/^orders\(|\.(orders|purchases)$/.test(list)) return { order: object('order'), customer: object('customer') };
  if (/\.(items|availableItems)$/.test(list)) return { item: object('item') };
  return { element: any };
}

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
  return any;
}

function varsOf(vars: unknown): ValueType {
  return record(
    'vars',
    isObject(vars) ? Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, typeOf(value)])) : {},
  );
}

/** Type of a literal; what an expression yields is not known before it is compiled. */
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

function stepsOf(spec: Readonly<Record<string, unknown>>, words: Vocabulary): ValueType {
  const steps = findSteps(spec.do, ['do'], words).filter((step) => step.id !== '');
  return record(
    'steps',
    Object.fromEntries(steps.map((step) => [step.id, record(`steps.${step.id}`, resultsOf(step.word))])),
  );
}

/** Inside `waitFor`, `exit` and `goal`, `event` is the new one; `exit` may also ask whether the `goal` was reached. */
function newEvent(spec: Readonly<Record<string, unknown>>, path: Path, words: Vocabulary): Variables {
  if (path[0] !== 'exit' && path[0] !== 'goal' && !path.includes('waitFor')) return {};
  const goal = path[0] === 'exit' && spec.goal !== undefined ? { goal: boolean } : {};
  for (let length = path.length - 1; length > 0; length--) {
    const holder = memberAt(spec, path.slice(0, length));
    if (!isObject(holder) || typeof holder.event !== 'string') continue;
    const { order: _order, customer: _customer, ...fresh } = ofForm({ event: holder.event }, words);
    return { ...goal, ...fresh };
  }
  return { ...goal, event: any };
}
