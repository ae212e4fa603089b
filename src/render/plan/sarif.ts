import type { Guard, Plan, PlanResource } from '../../plan/plan.js';
import { sarifLocation, sarifLog, sarifResult, type SarifResult } from '../diagnostics/sarif.js';
import { impactText, refusalText, remarkOf, waitingTexts } from './words.js';

/** SARIF 2.1.0: what would change at the lines of the repository that say so, for code review; guards that refuse are errors. */
export function planSarif(plan: Plan, version: string): Record<string, unknown> {
  const results = [
    ...plan.resources.map(resourceResult),
    ...plan.guards.filter(({ ok }) => !ok).map(guardResult),
    ...plan.diagnostics.map(sarifResult),
  ];
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].toSorted();
  return sarifLog(
    version,
    rules.map((id) => ({ id })),
    results,
  );
}

/** What others changed in the CRM, and what is taken away, is to be looked at. */
function resourceResult(resource: PlanResource): SarifResult {
  const { address, actions, changes, source, waiting, impact } = resource;
  const moved = changes.some(({ origin }) => origin !== 'repo');
  const goes = actions.some((action) => action === 'remove' || action === 'deactivate');
  const parts = [
    `${address}: ${actions.join(', ')}`,
    remarkOf(resource),
    changes.length === 0 ? undefined : `fields: ${changes.map(({ path }) => path).join(', ')}`,
    ...waitingTexts(waiting).map((text) => `waiting now: ${text}`),
    impact === null ? undefined : `replay: ${impactText(impact)}`,
  ];
  return {
    ruleId: `plan/${actions[0] ?? 'update'}`,
    level: moved || goes ? 'warning' : 'note',
    message: { text: parts.filter((part) => part !== undefined).join('. ') },
    locations: [sarifLocation({ ...source, address })],
  };
}

function guardResult(guard: Guard): SarifResult {
  return { ruleId: `plan/guard-${guard.id}`, level: 'error', message: { text: refusalText([guard]) } };
}
