import type { Effect } from '../../model/effect.js';
import type { ExitReason } from '../instances/exits.js';
import type { Work } from '../work.js';

/** What became of an action at its step. */
export type Acted =
  | { readonly kind: 'handed-over'; readonly effect: string }
  | { readonly kind: 'deferred'; readonly effect: string; readonly until: Effect['at']; readonly spread: boolean }
  /** It wants something scarce: whoever else wants it until then is heard first, then the highest priority is served. */
  | {
      readonly kind: 'queued';
      readonly effect: string;
      readonly until: Effect['at'];
      readonly among: 'all' | 'customer';
    }
  | { readonly kind: 'passed'; readonly result: Readonly<Record<string, unknown>> }
  /** It cannot be done: the step fails. */
  | { readonly kind: 'failed'; readonly reason: string; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: 'exited'; readonly exit: ExitReason };

/** The effect is the host’s to carry out. */
export function handOver(work: Work, effect: Effect): Acted {
  work.effects.push(effect);
  return { kind: 'handed-over', effect: effect.id };
}
