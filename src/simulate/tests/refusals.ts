import type { CompiledSites } from '../../language/compile.js';
import type { Project } from '../../language/project.js';
import type { Ambient } from '../../language/scope.js';
import type { Event } from '../../model/event.js';
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
      return [written(event, code, words?.render(saved))];
    });
}

function written(
  event: Event,
  validation: string,
  rendered: { readonly text: string } | { readonly missing: string } | undefined,
): Written {
  const value = { validation, text: rendered !== undefined && 'text' in rendered ? rendered.text : '' };
  const { id: causedBy, at } = event;
  const effect = {
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
