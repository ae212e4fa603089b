import { argumentsOf } from './applyFilter.js';
import { momentIn } from './moments.js';
import type { Evaluate } from './rendering.js';
import { moment } from './value.js';

/** A function; with a missing argument its result is missing. */
export const applyFunction: Evaluate = (node, frame, rendering) => {
  const { twig, reading } = rendering;
  const values = argumentsOf(node, frame, rendering);
  if (values === undefined) return null;
  if (node.attributes['operatorName'] === 'date') {
    const at = values.length === 0 ? reading.ambient.now : momentIn(values[0], reading.ambient);
    return at === undefined ? null : moment(at, reading.ambient.zone);
  }
  return twig.proceed(node, frame);
};
