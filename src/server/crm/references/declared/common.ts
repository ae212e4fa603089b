import { flag, integer, text, type Shape } from '../../api/members.js';

/** What most items have. */
export const basics = { name: text(), active: flag, ordering: integer() } satisfies Shape;

/** Of references of which an order gets one without asking: which one, by the way it came. */
export const choice = { ...basics, defaultForCrm: flag, defaultForApi: flag } satisfies Shape;
export const isDefault = { defaultForCrm: false, defaultForApi: false };
export const defaults = ['defaultForCrm', 'defaultForApi'] as const;
