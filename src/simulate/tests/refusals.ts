import type { CompiledSites } from '../../language/compile.js';
import type { Project } from '../../language/project.js';
import type { Ambient, Scope } from '../../language/scope.js';
import type { Effect } from '../../model/effect.js';
import type { Event } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import { readValidations } from '../../vocabulary/roles/index.js';
import { savedBy } from '../validations.js';
import type { Written } from './match.js';

/** What a Test may expect of the project's Validations, beside the effects of its trigger. */
export const refusal = 'refuse';

/** Tells what the Validations say to the event whose changes the world holds already: `refuse` with the words that people read. */
export function watchRefusals(project: Project, sites: CompiledSites) {
  const rules = readValidations(project).map((rule) => ({
    ...rule,
    condition: sites.expression(rule.address, rule.when),
    words: sites.text(rule.address, rule.message),
  }));
  return (event: Event, ambient: Ambient): readonly Written[] =>
    rules.flatMap(({ code, of, condition, words }) => {
      const saved = savedBy(event, of, ambient);
      if (saved === undefined || condition?.evaluate(saved) !== true) return [];
      return [written(event, code, words?.render(saved), whoseOf(saved))];
    });
}

function written(
  event: Event,
  validation: string,
  rendered: { readonly text: string } | { readonly missing: string } | undefined,
  whose: Pick<Effect, 'order' | 'customer'>,
): Written {
  const value = { validation, text: rendered !== undefined && 'text' in rendered ? rendered.text : '' };
  const { id: causedBy, at } = event;
  const effect = {
    ...whose,
    id: `${causedBy}/${validation}`,
    at,
    trigger: '',
    instance: '',
    step: validation,
    type: refusal,
    key: '',
  };
  return { effect: { ...effect, data: value, outcome: 'done', causedBy, depth: 0 }, value };
}

function whoseOf(saved: Scope): Pick<Effect, 'order' | 'customer'> {
  const [order, customer] = [saved['order'], saved['customer']].map((entity) =>
    isObject(entity) ? entity['id'] : undefined,
  );
  return {
    ...(order !== undefined && { order: String(order) }),
    ...(customer !== undefined && { customer: String(customer) }),
  };
}
