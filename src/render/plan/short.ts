import type { WallClock } from '../../model/wallClock.js';
import type { Plan, PlanResource } from '../../plan/plan.js';
import { replayLine, summaryLine, symbolOf } from './words.js';

/** One line a resource, for chats and logs: `~ trigger/no-answer  vars.pause.no-answer-2, when`. */
export function planShort(plan: Plan, clock: WallClock): string {
  const lines = plan.resources.toSorted((a, b) => (a.address < b.address ? -1 : 1)).map(lineOf);
  const replay = plan.replay === undefined ? [] : [replayLine(plan.replay, clock)];
  const problems = plan.diagnostics.map(({ code, message }) => `${code}  ${message}`);
  return `${[...lines, ...problems, summaryLine(plan.summary), ...replay].join('\n')}\n`;
}

const mostFields = 4;

function lineOf(resource: PlanResource): string {
  const head = `${symbolOf(resource)} ${resource.address}`;
  if (resource.renamedFrom !== undefined) return `${head}  from ${resource.renamedFrom}`;
  if (resource.actions[0] !== 'update') return head;
  const paths = resource.changes.map((change) => `${change.origin === 'repo' ? '' : '≠ '}${change.path}`);
  const more = paths.length > mostFields ? ` and ${paths.length - mostFields} more` : '';
  return `${head}  ${paths.slice(0, mostFields).join(', ')}${more}`;
}
