import type { EventData } from '../../model/event.js';
import { isObject } from '../../model/json.js';
import type { EngineState } from '../state.js';

type Ledger = Pick<EngineState, 'memo' | 'setMemo'>;

const approved = 'APPROVED';

/** What is known of a text that a messenger has to approve, in one word: its `verificationStatus`, `inactive`, or `unknown`. */
export function approvalIn(template: unknown): string {
  const { active, verificationStatus } = isObject(template) ? template : {};
  if (active === false) return 'inactive';
  return typeof verificationStatus === 'string' && verificationStatus !== '' ? verificationStatus : 'unknown';
}

/** Remembers what an event `template.moderated` tells. */
export function rememberApproval(state: Ledger, { template }: EventData): void {
  if (!isObject(template) || typeof template['code'] !== 'string') return;
  state.setMemo(memoOf(template['code']), approvalIn(template));
}

/** Messages by it may go. One of which nothing was heard may: a log that tells nothing of approvals is about approved texts. */
export function isApproved(state: Ledger, code: string): boolean {
  return approvalOf(state, code) === approved;
}

export function approvalOf(state: Ledger, code: string): string {
  return state.memo(memoOf(code)) ?? approved;
}

function memoOf(code: string): string {
  return `approval:${code}`;
}
