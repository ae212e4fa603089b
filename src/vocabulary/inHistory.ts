import type { Effect } from '../model/effect.js';
import type { ActionWord, Reaction } from './meaning/action.js';
import type { Live } from './meaning/live.js';

/** How this effect is carried out live. */
export function liveFor(word: ActionWord, effect: Effect): Live {
  return word.liveOf?.(effect) ?? word.live;
}

/** Whether the CRM's history tells of what the effect does. Of everything else crmctl tells itself, as soon as it is done. */
export function isInHistory(word: ActionWord, effect: Effect): boolean {
  const live = liveFor(word, effect);
  return live.by === 'api' && live.inHistory !== false;
}

/** The events that tell of it, in order. */
export function eventsOf({ event, further = none }: Reaction): readonly NonNullable<Reaction['event']>[] {
  return event === undefined ? further : [event, ...further];
}

const none: readonly never[] = [];
