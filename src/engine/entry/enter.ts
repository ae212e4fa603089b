import { uuid5 } from '../../model/digest.js';
import { instant } from '../../model/instant.js';
import { isObject } from '../../model/json.js';
import { hour } from '../../model/zone.js';
import type { Match } from '../../vocabulary/meaning/form.js';
import type { Reason } from '../../vocabulary/reasons.js';
import { finish } from '../instances/save.js';
import type { CompiledForm, CompiledTrigger } from '../program.js';
import { extend, variablesOf, type Sight } from '../scope.js';
import { isUsed, markUsed } from '../steps/once.js';
import { runFrom } from '../steps/step.js';
import { note, noteOn, refuse, triggerOf, type Running, type Work } from '../work.js';
import { activatedAt } from './activation.js';
import { suppressionOf } from './controlGroup.js';
import { keyOf, type Element } from './key.js';
import type { Occasion } from './occasion.js';
import { entryOf } from './snapshot.js';

type Variables = Readonly<Record<string, unknown>>;

/** Lets a form's match in: one entry, or one for each element. False: it is not such a one as the form wants, another may be. */
export function enter(work: Work, form: CompiledForm, match: Match, occasion: Occasion): boolean {
  const { trigger } = form;
  const event = match.extra === undefined ? occasion.event : { ...occasion.event, ...match.extra };
  const variables = variablesOf(event, occasion, work.ambient);
  if (form.each === undefined) {
    if (form.where !== undefined && form.where.evaluate(variables) !== true) {
      refuse(work, trigger, 'where', form.where, variables, occasion);
      return false;
    }
    if (!isActive(work, trigger) || !mayStart(work, form, occasion)) return true;
    const now = event === occasion.event ? occasion : { ...occasion, event };
    enterOne(work, trigger, match.episode, now, variables, undefined);
    return true;
  }
  if (!isActive(work, trigger) || !mayStart(work, form, occasion)) return true;
  for (const element of elementsOf(form, variables)) {
    const bound = bind(form.each.binds, element, event, variables, work);
    if (form.where !== undefined && form.where.evaluate(bound.variables) !== true) {
      refuse(work, trigger, 'where', form.where, bound.variables, { ...occasion, ...bound.about });
      continue;
    }
    enterOne(work, trigger, match.episode, { ...occasion, ...bound.about, event }, bound.variables, {
      binds: form.each.binds,
      element,
    });
  }
  return true;
}

/** What happened before a trigger's first activation starts nothing, unless `backfill: all` says so. */
function isActive(work: Work, trigger: CompiledTrigger): boolean {
  return trigger.backfill === 'all' || work.now >= (activatedAt(work, trigger) ?? 0);
}

function mayStart(work: Work, form: CompiledForm, occasion: Occasion): boolean {
  const reason = form.trigger.inFlight === 'drain' ? 'drain' : whyNotFromOwn(work, form, occasion);
  if (reason === undefined) return true;
  // A back-test counts what is out of the ordinary; that a trigger leaves its own changes alone, or admits nobody, is for those who ask.
  if (reason !== 'loop-depth' && !work.explains) return false;
  const { id, order, customer } = occasion;
  note(work, form.trigger, {
    what: 'ignored',
    reason,
    causedBy: id,
    ...(order !== undefined && { order }),
    ...(customer !== undefined && { customer }),
  });
  return false;
}

function whyNotFromOwn(
  { program }: Work,
  { own, trigger }: CompiledForm,
  { cause, own: isOwn }: Occasion,
): 'own-change' | 'loop-depth' | undefined {
  if (own === 'false' && (isOwn === true || cause !== undefined)) return 'own-change';
  if (cause?.trigger === trigger.address && own !== 'self') return 'own-change';
  return cause !== undefined && cause.depth > program.policy.maxDepth ? 'loop-depth' : undefined;
}

function elementsOf({ each }: CompiledForm, variables: Sight): readonly unknown[] {
  const list = each!.list.evaluate(variables);
  const elements: unknown[] = Array.isArray(list) ? [...list] : [];
  const orderBy = each!.orderBy;
  if (orderBy === undefined) return elements;
  return elements
    .map((element) => ({ element, rank: orderBy.evaluate(extend(variables, { [each!.binds]: element })) }))
    .sort((a, b) => compare(a.rank, b.rank))
    .map(({ element }) => element);
}

/** Smallest first; what has no rank comes last. */
function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  // The checker lets comparable values through only.
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

/** The element under its name; an order or a customer also becomes whom the instance concerns. */
function bind(
  binds: string,
  element: unknown,
  event: Variables,
  variables: Sight,
  work: Work,
): { about: Partial<Occasion>; variables: Sight } {
  const id = isObject(element) && element['id'] !== undefined ? String(element['id']) : undefined;
  if (id === undefined || (binds !== 'order' && binds !== 'customer'))
    return { about: {}, variables: extend(variables, { [binds]: element }) };
  const customer = binds === 'customer' ? id : customerOf(element);
  const about = { ...(binds === 'order' && { order: id }), ...(customer !== undefined && { customer }) };
  return { about, variables: variablesOf(event, about, work.ambient) };
}

/** In this order: key → mode → vars → when → once. */
function enterOne(
  work: Work,
  trigger: CompiledTrigger,
  episode: string,
  occasion: Occasion,
  variables: Sight,
  element: Element | undefined,
): void {
  const { state, now } = work;
  const entry = entryOf(work, occasion, variables, element);
  const vars: Record<string, unknown> = {};
  const scope = extend(variables, { trigger: trigger.code, entry, vars });
  // What a value takes of those above it must not hold itself.
  for (const { name, evaluate } of trigger.vars)
    vars[name] = evaluate(extend(scope, { vars: { ...vars } }), () => undefined);
  if (trigger.when !== undefined && trigger.when.evaluate(scope) !== true)
    return refuse(work, trigger, 'when', trigger.when, scope, occasion);

  const key = keyOf(trigger, scope, { ...occasion, element });
  const id = uuid5(trigger.code, key, episode);
  if (state.hasEntered(id)) return;
  const about = {
    key,
    ...(occasion.order !== undefined && { order: occasion.order }),
    ...(occasion.customer !== undefined && { customer: occasion.customer }),
  };
  const ignore = (reason: Reason): void =>
    note(work, trigger, { what: 'ignored', reason, causedBy: occasion.id, ...about });

  const live = trigger.mode === 'parallel' ? [] : state.liveOf(trigger.code, key);
  if (live.length > 0 && trigger.mode === 'single') return ignore('already-running');
  if (trigger.once !== undefined && isUsed(work, about, trigger.once, trigger.code)) return ignore('once');
  if (isFused(work, trigger, key)) return ignore('loop-rate');
  for (const other of live) finish(work, triggerOf(work, other) ?? trigger, { ...other }, 'exited', 'restarted');
  if (trigger.once !== undefined) markUsed(work, about, trigger.once, trigger.code);

  const suppressed = suppressionOf(work, trigger, occasion.customer);
  const instance: Running = {
    key,
    id,
    trigger: trigger.code,
    revision: trigger.revision,
    episode,
    status: 'waiting',
    step: '',
    rounds: {},
    enteredAt: now,
    stepEnteredAt: now,
    vars,
    steps: {},
    entry,
    causedBy: occasion.id,
    depth: occasion.cause?.depth ?? 0,
  };
  if (occasion.order !== undefined) instance.order = occasion.order;
  if (occasion.customer !== undefined) instance.customer = occasion.customer;
  if (occasion.phone !== undefined) instance.phone = occasion.phone;
  if (trigger.ofCustomer && occasion.customer !== undefined) instance.ofCustomer = true;
  if (suppressed !== undefined) instance.suppressed = suppressed;
  noteOn(work, trigger, instance, 'entered');
  runFrom(work, trigger, instance, trigger.first);
}

/** The fuse: more entries for one key in an hour are a loop. Counts this one, when it may be. */
function isFused({ program, state, now }: Work, { code }: CompiledTrigger, key: string): boolean {
  const { perHour } = program.policy;
  if (perHour === undefined) return false;
  const since = instant(now - hour);
  if (state.enteredSince(code, key, since) >= perHour) return true;
  state.countEntry(code, key, now, since);
  return false;
}

function customerOf(order: unknown): string | undefined {
  const customer = isObject(order) ? order['customer'] : undefined;
  return isObject(customer) && customer['id'] !== undefined ? String(customer['id']) : undefined;
}
