import { compileSites } from '../language/compile.js';
import { projectFromRelease } from '../language/readProject.js';
import { releasedResources } from '../language/releasedResources.js';
import type { Expression, Scope, Text } from '../language/scope.js';
import type { Instant } from '../model/instant.js';
import { isObject } from '../model/json.js';
import { readFacts, readValidations } from '../vocabulary/roles/index.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { AutomationStore } from './automation/store.js';
import type { SaveGuard, Saved } from './crm/validations/guard.js';
import { worldOf } from './crm/validations/worldOf.js';

interface Rule {
  readonly of: Saved;
  readonly when: Expression;
  readonly message: Text | undefined;
  readonly code: string;
}

interface Rules {
  readonly rules: readonly Rule[];
  /** Everything of the ambient but the world and the moment. */
  readonly project: { readonly zone: string; readonly facts: ReturnType<typeof readFacts> };
}

/**
 * The Validations of the current release, asked before a save of the embedded CRM is committed. They are compiled once a release; one
 * without any costs a question for the release's number.
 */
export function validationGuard(
  automation: () => AutomationStore | undefined,
  words: Vocabulary,
  now: () => Instant,
): SaveGuard {
  let known: { readonly release: string; readonly rules: Rules | undefined } | undefined;
  const current = (): Rules | undefined => {
    const store = automation();
    const release = store?.releases.current();
    if (store === undefined || release === undefined) return undefined;
    if (known?.release !== release.id) known = { release: release.id, rules: rulesOf(store, words) };
    return known.rules;
  };
  return {
    objections(store, of, id) {
      const found = current();
      if (found === undefined) return [];
      const world = worldOf(store, found.project.zone);
      const ambient = { ...found.project, now: now(), world };
      const order = of === 'order' ? world.order(String(id)) : undefined;
      const owner = of === 'order' && isObject(order?.['customer']) ? order['customer']['id'] : id;
      const customer = owner === undefined ? undefined : world.customer(String(owner));
      const scope: Scope = { ambient, now: ambient.now, order, customer };
      return found.rules
        .filter((rule) => rule.of === of && rule.when.evaluate(scope) === true)
        .map(({ message, code }) => {
          const rendered = message?.render(scope);
          return rendered !== undefined && 'text' in rendered ? rendered.text : `validation/${code}`;
        });
    },
  };
}

function rulesOf(store: AutomationStore, words: Vocabulary): Rules | undefined {
  const state = store.state();
  if (state.config === null || !state.live.some(({ kind }) => kind === 'Validation')) return undefined;
  const project = projectFromRelease(releasedResources(state, words), state.config, words);
  const sites = compileSites(project, words);
  const rules = readValidations(project).flatMap(({ code, address, of, when, message }): readonly Rule[] => {
    const condition = sites.expression(address, when);
    return condition === undefined ? [] : [{ code, of, when: condition, message: sites.text(address, message) }];
  });
  return { rules, project: { zone: project.config.timezone, facts: readFacts(project) } };
}
