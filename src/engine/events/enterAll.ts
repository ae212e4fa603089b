import type { Scope } from '../../language/scope.js';
import type { Event } from '../../model/event.js';
import { enter } from '../entry/enter.js';
import type { Occasion } from '../entry/occasion.js';
import type { CompiledForm } from '../program.js';
import { eventVariable, variablesOf } from '../scope.js';
import { refuse, type Work } from '../work.js';
import { told, type Happening } from './happening.js';

/** Asks all forms that listen to one of these, in the order of their rank. */
export function enterAll(work: Work, happenings: readonly Happening[]): void {
  const { listeners } = work.program;
  const heard: Heard[] = [];
  for (const happening of happenings) {
    // Most happenings concern nobody: nothing is made for them.
    const forms = listeners.of(happening.event.type, happening.changes);
    if (forms.length > 0)
      heard.push({ happening, event: told(happening.event, happening.changes), forms, scope: undefined });
  }
  const [only] = heard;
  if (only === undefined) return;
  if (heard.length === 1) for (const form of only.forms) ask(work, form, only);
  else for (const { form, by } of byRank(heard)) ask(work, form, by);
}

/** A happening that somebody listens to. */
interface Heard {
  readonly happening: Happening;
  readonly event: Event;
  readonly forms: readonly CompiledForm[];
  /** Most conditions are false: all that read nothing of their own form are asked in one scope. */
  scope: Scope | undefined;
}

function byRank(heard: readonly Heard[]): readonly { readonly form: CompiledForm; readonly by: Heard }[] {
  return heard.flatMap((by) => by.forms.map((form) => ({ form, by }))).sort((a, b) => a.form.rank - b.form.rank);
}

function ask(work: Work, form: CompiledForm, by: Heard): void {
  const { happening, event } = by;
  if (form.sharesScope) {
    by.scope ??= variablesOf(eventVariable(event, ''), happening.about, work.ambient);
    if (form.where!.evaluate(by.scope) !== true) {
      if (work.explains && (form.word.match?.(form.spec, event, work.ambient) ?? []).length > 0)
        refuse(work, form.trigger, 'where', form.where!, by.scope, occasionOf(happening, event, form));
      return;
    }
  }
  for (const match of form.word.match?.(form.spec, event, work.ambient) ?? [])
    if (enter(work, form, match, occasionOf(happening, event, form))) return;
}

function occasionOf({ about }: Happening, event: Event, form: CompiledForm): Occasion {
  return {
    id: event.id,
    event: eventVariable(event, form.name),
    ...(about.order !== undefined && { order: about.order }),
    ...(about.customer !== undefined && { customer: about.customer }),
    ...(about.phone !== undefined && { phone: about.phone }),
    ...(event.cause !== undefined && { cause: event.cause }),
    ...(event.own === true && { own: true }),
  };
}
