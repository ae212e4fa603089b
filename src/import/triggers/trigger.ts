import { translateConditions, type Form, type Remark, type Surroundings } from '../pipelang/translate.js';
import { stepOf } from './actions.js';
import { copiedEvents, type CopiedEvent } from './events.js';
import type { CopiedTrigger } from './form.js';
import { spanIn } from './span.js';

/** A trigger of ours in the making: the spec, and what could not be said, by the key at which it belongs. */
export interface TriggerDraft {
  readonly code: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly marks: readonly Mark[];
}

export interface Mark extends Remark {
  /** `on`, `when`, `once`; a number is a step of `do`. */
  readonly at: 'on' | 'when' | number;
}

/** A copied form as a Trigger. With a mark in it, it is written `active: false`: half a trigger must not run. */
export function triggerOf(
  form: CopiedTrigger,
  parents: ReadonlyMap<string, TriggerDraft>,
  around: Surroundings,
): TriggerDraft {
  const code = codeOf(form);
  const event = copiedEvents.find(({ titles }) => titles.test(form.event ?? ''));
  if (event === undefined) return assembled(form, code, { on: [nothing], marks: [unknownEvent(form)] }, [], around);
  if (event.after) return postponed(form, code, event, parents, around);
  const sources = [form.filter, form.condition].flatMap((each) => each ?? []);
  const { on, when, once, remarks } = translateConditions(sources, event.subject, event.names, around);
  const asked = newOrderTest(form);
  const tests = [when, asked].filter((each) => each !== undefined).join(' && ');
  return assembled(
    form,
    code,
    {
      on: on.length === 0 ? event.on : on,
      ...(tests !== '' && { when: tests }),
      ...(once && { once }),
      marks: remarks.map((each) => ({ ...each, at: 'when' })),
    },
    [],
    { ...around, event },
  );
}

interface Start {
  readonly on: readonly Form[];
  readonly when?: unknown;
  readonly once?: unknown;
  readonly marks: readonly Mark[];
}

/** After another trigger: what starts that one starts this one, too; then it waits, and asks its conditions again. */
function postponed(
  form: CopiedTrigger,
  code: string,
  event: CopiedEvent,
  parents: ReadonlyMap<string, TriggerDraft>,
  around: Surroundings,
): TriggerDraft {
  const parent = parents.get(form.parent ?? '');
  const span = form.after === undefined ? undefined : spanIn(form.after);
  const sources = [form.filter, form.condition].flatMap((each) => each ?? []);
  const { when, remarks } = translateConditions(sources, undefined, event.names, around);
  const marks: Mark[] = [
    ...(parent === undefined
      ? [{ at: 'on' as const, source: form.parent ?? '', reason: 'the trigger before it is not in this file' }]
      : []),
    ...(span === undefined
      ? [{ at: 'on' as const, source: form.after ?? '', reason: 'how long after it is not clear' }]
      : []),
    ...remarks.map((each) => ({ ...each, at: 'when' as const })),
  ];
  const steps = [
    ...(span === undefined ? [] : [{ id: 'after', wait: span }]),
    ...(when === undefined ? [] : [{ id: 'still', if: `!(${when})`, stop: 'the conditions do not hold any more' }]),
  ];
  const { on, when: before, once } = parent?.spec ?? {};
  const start = {
    // The parent's forms are ours: this very module made them.
    on: (on as readonly Form[] | undefined) ?? [nothing],
    ...(before !== undefined && { when: before }),
    ...(once !== undefined && { once }),
    marks: [...marks, ...(parent?.marks.filter(({ at }) => typeof at !== 'number') ?? [])],
  };
  return assembled(form, code, start, steps, { ...around, event });
}

function assembled(
  form: CopiedTrigger,
  code: string,
  { on, when, once, marks: given }: Start,
  before: readonly object[],
  around: Surroundings & { readonly event?: CopiedEvent },
): TriggerDraft {
  const { event } = around;
  const scope = { ...around, names: event?.names ?? [], ...(event?.subject && { subject: event.subject }) };
  const marks: Mark[] = [...given];
  const steps: object[] = [...before];
  const named = new Map<string, number>();
  for (const action of form.actions) {
    const step = stepOf(action, scope);
    if ('reason' in step && 'source' in step) {
      marks.push({ at: steps.length, source: String(step.source), reason: String(step.reason) });
      steps.push({ id: idOf('by-hand', named), stop: 'this step was not translated' });
    } else steps.push({ id: idOf(Object.keys(step)[0] ?? 'step', named), ...step });
  }
  if (form.actions.length === 0) steps.push({ id: 'nothing', stop: 'it had no actions' });
  const isActive = marks.length === 0 && !/^(нет|no|off|выкл|0|false)/i.test(form.active ?? '');
  return {
    code,
    spec: {
      code,
      ...(form.name !== undefined && { name: form.name }),
      on,
      ...(when !== undefined && { when }),
      ...(once !== undefined && { once }),
      ...(!isActive && { active: false }),
      do: steps,
    },
    marks,
  };
}

function idOf(word: string, named: Map<string, number>): string {
  const count = (named.get(word) ?? 0) + 1;
  named.set(word, count);
  return count === 1 ? word : `${word}-${count}`;
}

/** An event that never comes. */
const nothing: Form = { event: 'custom.not-translated' };

function unknownEvent({ event = '' }: CopiedTrigger): Mark {
  return { at: 'on', source: event, reason: 'no event of ours is like that' };
}

/** The constructor's question at missed calls: a new order is one that the call does not belong to yet. */
function newOrderTest({ newOrder }: CopiedTrigger): string | undefined {
  if (newOrder === undefined) return undefined;
  return /^(да|yes|sí)/i.test(newOrder) ? 'call.order == null' : 'call.order != null';
}

function codeOf({ code, name = 'trigger' }: CopiedTrigger): string {
  if (code !== undefined && /^[A-Za-z0-9_-]+$/.test(code)) return code;
  const latin = [...(code ?? name).toLowerCase()].map((letter) => letters[letter] ?? letter).join('');
  return latin.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'trigger';
}

const letters: Readonly<Record<string, string>> = Object.fromEntries(
  [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'].map((letter, index) => [
    letter,
    'a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya'.split(' ')[index] ?? '',
  ]),
);
