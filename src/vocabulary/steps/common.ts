import { shapes, type Shape } from '../../language/shape.js';
import { onceShape } from '../kinds/fields.js';

/** Keys that every step understands. `onError` takes a list of steps too: the reader of steps adds it. */
export const stepKeys: Readonly<Record<string, Shape>> = {
  id: shapes.string({
    doc: 'Unique in its trigger: identity, memory and migration hang on it.',
    pattern: /^[A-Za-z][\w-]*$/,
    patternName: 'a letter, then letters, digits, - or _',
  }),
  if: shapes.condition({ doc: 'Skipped when false.' }),
  once: onceShape('At most once; used up when done.'),
  validUntil: shapes.value(shapes.moment(), { type: 'timestamp' }, 'Dropped when past.'),
};
