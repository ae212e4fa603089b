import type { CompiledForm, DeadlineForms } from '../program.js';
import type { EntityKind } from '../state.js';
import { touches } from '../time/watches.js';

/** Forms with deadlines, found by the fields whose change moves them. */
export function buildDeadlines(forms: readonly CompiledForm[], kind: EntityKind): DeadlineForms {
  const all = forms.filter(({ word, spec }) => word.deadline?.subject(spec) === kind);
  const known = new Map<string, readonly CompiledForm[]>();
  return {
    all,
    ofField(field) {
      let found = known.get(field);
      if (found === undefined) {
        found = all.filter(({ watches }) => watches === undefined || watches.some((path) => touches(path, field)));
        if (known.size >= keptFields) known.clear();
        known.set(field, found);
      }
      return found;
    },
  };
}

const keptFields = 10_000;
