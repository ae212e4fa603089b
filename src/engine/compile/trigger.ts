import type { Resource } from '../../language/project.js';
import type { CompiledSites } from '../../language/compile.js';
import type { Expression } from '../../language/scope.js';
import { digestOf } from '../../model/digest.js';
import { parseDuration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import { day } from '../../model/zone.js';
import { shareOf } from '../../vocabulary/roles/index.js';
import type { FormWord } from '../../vocabulary/meaning.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { end, type CompiledForm, type CompiledTrigger, type EventPattern, type Exit } from '../program.js';
import { buildEvaluators, type Evaluators } from './evaluator.js';
import { compileSteps, onceOf, optional } from './steps.js';

const defaultPriority = 50;

/** One trigger as the engine runs it. The resource was checked: what does not fit is absent here, not reported. */
export function compileTrigger(resource: Resource, sites: CompiledSites, words: Vocabulary): CompiledTrigger {
  const { spec, address, code } = resource;
  const evaluators = buildEvaluators(address, spec, sites);
  const nodes = compileSteps(spec, ['do'], evaluators, words);
  const forms: CompiledForm[] = [];
  const trigger: CompiledTrigger = {
    code,
    address,
    revision: digestOf({ code, spec }),
    class: typeof spec['class'] === 'string' ? spec['class'] : 'service',
    priority: typeof spec['priority'] === 'number' ? spec['priority'] : defaultPriority,
    mode: spec['mode'] === 'restart' || spec['mode'] === 'parallel' ? spec['mode'] : 'single',
    inFlight: inFlightOf(spec['inFlight']),
    migrate: isObject(spec['migrate']) ? (spec['migrate'] as Record<string, string>) : {},
    lateMax: lateMaxOf(spec['late']),
    backfill: spec['backfill'] === 'all' ? 'all' : 'none',
    holdout: spec['holdout'] === undefined ? 0 : shareOf(spec['holdout']),
    forms,
    key: listOf(spec['key']).flatMap((_, index) => present(evaluators.expression(['key', index]))),
    vars: Object.keys(isObject(spec['vars']) ? spec['vars'] : {}).map((name) => ({
      name,
      evaluate: evaluators.at(['vars', name]),
    })),
    exits: listOf(spec['exit']).flatMap((exit, index) => present(exitOf(exit, index, evaluators))),
    nodes,
    nodeOfPath: new Map(nodes.map((node, index) => [node.path, index])),
    first: nodes.length > 0 ? 0 : end,
    ...optional('when', evaluators.expression(['when'])),
    ...optional('once', onceOf(spec['once'])),
    ...optional('goal', isObject(spec['goal']) ? patternOf(spec['goal'], ['goal'], evaluators) : undefined),
  };
  for (const [index, form] of listOf(spec['on']).entries()) {
    const compiled = isObject(form) ? formOf(form, index, trigger, evaluators, words) : undefined;
    if (compiled !== undefined) forms.push(compiled);
  }
  return trigger;
}

function inFlightOf(value: unknown): CompiledTrigger['inFlight'] {
  return value === 'follow' || value === 'drain' || value === 'cancel' ? value : 'pin';
}

function lateMaxOf(late: unknown): number {
  const max = isObject(late) && typeof late['max'] === 'string' ? parseDuration(late['max']) : undefined;
  if (max === undefined) return day;
  // Downtime is counted roughly: a month is thirty days.
  return max.clock === 'elapsed' ? max.milliseconds : (max.months * 30 + max.days) * day;
}

function formOf(
  spec: Readonly<Record<string, unknown>>,
  index: number,
  trigger: CompiledTrigger,
  evaluators: Evaluators,
  words: Vocabulary,
): CompiledForm | undefined {
  const word = words.forms.find(({ name }) => name in spec);
  if (word === undefined) return undefined;
  const path = ['on', index];
  const list = evaluators.expression([...path, 'each']);
  return {
    trigger,
    index,
    name: typeof spec['id'] === 'string' ? spec['id'] : word.name,
    word,
    spec,
    path,
    evaluators,
    own: spec['own'] === 'false' || spec['own'] === 'self' ? spec['own'] : 'true',
    ...optional('where', evaluators.expression([...path, 'where'])),
    ...optional(
      'each',
      list && { list, binds: boundName(list), ...optional('orderBy', evaluators.expression([...path, 'orderBy'])) },
    ),
    ...optional('watches', watchesOf(word, spec, words)),
  };
}

/** The element of `each` is bound by what it is: `order`, `customer`, `item`, else `element`. */
function boundName(list: Expression): string {
  const of = list.type.type === 'list' ? list.type.of : undefined;
  return of?.type === 'object' && ['order', 'customer', 'item'].includes(of.name) ? of.name : 'element';
}

/** A computed field moves with anything; a plain one with itself. */
function watchesOf(
  word: FormWord,
  spec: Readonly<Record<string, unknown>>,
  words: Vocabulary,
): readonly string[] | undefined {
  const path = word.deadline?.watches?.(spec);
  if (path === undefined) return undefined;
  const [object, field] = path.split('.');
  const computed = words.objects.find(({ name }) => name === object)?.fields[field!]?.compute !== undefined;
  return computed ? undefined : [path];
}

function exitOf(exit: unknown, index: number, evaluators: Evaluators): Exit | undefined {
  if (exit === 'goal') return { by: 'goal' };
  if (isObject(exit)) return { by: 'event', pattern: patternOf(exit, ['exit', index], evaluators) };
  const condition = evaluators.expression(['exit', index]);
  return condition && { by: 'condition', condition };
}

function patternOf(
  spec: Record<string, unknown>,
  path: readonly (string | number)[],
  evaluators: Evaluators,
): EventPattern {
  return { event: String(spec['event']), ...optional('where', evaluators.expression([...path, 'where'])) };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
