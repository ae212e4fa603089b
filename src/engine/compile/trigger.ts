import type { CompiledSites } from '../../language/compile.js';
import type { Path, Project, Resource } from '../../language/project.js';
import { digestOf } from '../../model/digest.js';
import { parseDuration } from '../../model/duration.js';
import { isObject } from '../../model/json.js';
import type { FormWord } from '../../vocabulary/meaning/form.js';
import { worldPath } from '../../vocabulary/on/path.js';
import { isOfCustomer, lateOf, shareOf } from '../../vocabulary/roles/index.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { end, type CompiledForm, type CompiledTrigger, type EventPattern, type Exit, type Goal } from '../program.js';
import { watchedBy } from '../time/watches.js';
import { buildEvaluators, type Evaluators } from './evaluator.js';
import { boundName, compileSteps, onceOf, optional, type StepsHome } from './steps.js';

const defaultPriority = 50;

/** One trigger as the engine runs it. The resource was checked: what does not fit is absent here, not reported. */
export function compileTrigger(
  resource: Resource,
  sites: CompiledSites,
  words: Vocabulary,
  project: Pick<Project, 'byAddress'>,
): CompiledTrigger {
  const { spec, address, code } = resource;
  const called: Record<string, Resource['spec']> = {};
  const home = (from: Resource): StepsHome => ({
    spec: from.spec,
    root: ['do'],
    evaluators: buildEvaluators(from.address, from.spec, sites),
    within: [],
  });
  const { evaluators } = home(resource);
  const nodes = compileSteps({ ...home(resource), evaluators }, words, (other) => {
    const found = project.byAddress.get(other);
    if (found !== undefined) called[other] = doingOf(found.spec);
    return found && home(found);
  });
  const forms: CompiledForm[] = [];
  const key = listOf(spec['key']).flatMap((_, index) => present(evaluators.expression(['key', index])));
  const trigger: CompiledTrigger = {
    code,
    address,
    revision: digestOf({ code, spec: doingOf(spec), ...(Object.keys(called).length > 0 && { called }) }),
    called,
    class: typeof spec['class'] === 'string' ? spec['class'] : 'service',
    priority: typeof spec['priority'] === 'number' ? spec['priority'] : defaultPriority,
    mode: spec['mode'] === 'restart' || spec['mode'] === 'parallel' ? spec['mode'] : 'single',
    inFlight: inFlightOf(spec['inFlight']),
    migrate: isObject(spec['migrate']) ? (spec['migrate'] as Record<string, string>) : {},
    backfill: spec['backfill'] === 'all' ? 'all' : 'none',
    late: lateOf(spec['late']),
    holdout: spec['holdout'] === undefined ? 0 : shareOf(spec['holdout']),
    forms,
    key,
    ofCustomer: isOfCustomer(key),
    vars: Object.keys(isObject(spec['vars']) ? spec['vars'] : {}).map((name) => ({
      name,
      evaluate: evaluators.at(['vars', name]),
    })),
    exits: listOf(spec['exit']).flatMap((exit, index) => present(exitOf(exit, index, evaluators))),
    nodes,
    nodeOfPath: new Map(nodes.map((node, index) => [node.path, index])),
    hearing: nodes.filter(({ looksBack }) => looksBack === 'entry'),
    first: nodes.length > 0 ? 0 : end,
    onceAround: nodes.filter(
      ({ once, bodies, flow }) => once !== undefined && bodies.length > 0 && flow?.loops !== true,
    ),
    ...optional('renamedFrom', typeof spec['renamedFrom'] === 'string' ? spec['renamedFrom'] : undefined),
    ...optional('when', evaluators.expression(['when'])),
    ...optional('once', onceOf(spec['once'])),
    ...optional('goal', isObject(spec['goal']) ? goalOf(spec['goal'], evaluators) : undefined),
  };
  for (const [index, form] of listOf(spec['on']).entries()) {
    const compiled = isObject(form) ? formOf(form, index, trigger, evaluators, words) : undefined;
    if (compiled !== undefined) forms.push(compiled);
  }
  return trigger;
}

const forPeople = new Set(['name', 'description', 'tags', 'owner', 'protected', 'renamedFrom']);

/** What makes a revision: a corrected description is none. */
function doingOf(spec: Resource['spec']): Resource['spec'] {
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !forPeople.has(key)));
}

function inFlightOf(value: unknown): CompiledTrigger['inFlight'] {
  return value === 'follow' || value === 'drain' || value === 'cancel' ? value : 'pin';
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
  const where = evaluators.expression([...path, 'where']);
  const list = evaluators.expression([...path, 'each']);
  const owner = `${trigger.code}#${index}`;
  const brought = [...ofForm, ...(word.brings?.(spec) ?? []).flatMap((name) => [name, `event.${name}`])];
  const isBrought = (read: string): boolean =>
    brought.some((name) => read === name || (name !== 'event' && read.startsWith(`${name}.`)));
  return {
    trigger,
    index,
    owner,
    timers: { order: `deadline:${owner}:order/`, customer: `deadline:${owner}:customer/` },
    rank: 0,
    name: typeof spec['id'] === 'string' ? spec['id'] : word.name,
    word,
    spec,
    evaluators: evaluators.within(path),
    own: spec['own'] === 'false' || spec['own'] === 'self' ? spec['own'] : 'true',
    sharesScope: where !== undefined && spec['each'] === undefined && !where.reads.some(isBrought),
    ...optional('where', where),
    ...optional(
      'each',
      list && { list, binds: boundName(list), ...optional('orderBy', evaluators.expression([...path, 'orderBy'])) },
    ),
    ...optional('watches', watchesOf(word, spec, path, evaluators, words)),
  };
}

const ofForm = ['event', 'event.on', 'event.field', 'event.old', 'event.new'];

/** What a deadline is made of: its field, and what its expressions read. What time alone moves is looked at whenever anything moves. */
function watchesOf(
  word: FormWord,
  spec: Readonly<Record<string, unknown>>,
  path: Path,
  evaluators: Evaluators,
  words: Vocabulary,
): readonly string[] | undefined {
  const field = word.deadline?.watches?.(spec);
  const read = Object.keys(spec).flatMap((key) =>
    key === 'where' || key === 'each' || key === 'orderBy' ? [] : (evaluators.expression([...path, key])?.reads ?? []),
  );
  const paths = [...(field === undefined ? [] : [field]), ...read].map(worldPath);
  const fieldsOf = (object: string) => words.objects.find(({ name }) => name === object)?.fields;
  const isTimed = (path: string): boolean => {
    const [object = '', member = ''] = path.split('.');
    const known = fieldsOf(object)?.[member];
    return known?.crosses !== undefined || known?.changes !== undefined;
  };
  return paths.length > 0 && !paths.some(isTimed) ? watchedBy(paths, fieldsOf) : undefined;
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

function goalOf(spec: Record<string, unknown>, evaluators: Evaluators): Goal {
  return {
    ...patternOf(spec, ['goal'], evaluators),
    ...optional('within', typeof spec['within'] === 'string' ? parseDuration(spec['within']) : undefined),
    ...optional('value', evaluators.expression(['goal', 'value'])),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
