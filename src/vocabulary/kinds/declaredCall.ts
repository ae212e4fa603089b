import { shapes, type ObjectShape, type Shape } from '../../language/shape.js';
import { requestFields } from '../requestFields.js';

/** A request that a resource declares: what an `http` step says, without the service. `reads`: what is taken from its answer. */
export function declaredCall(doc: string, reads: Readonly<Record<string, Shape>> = {}): ObjectShape {
  return shapes.object(
    {
      ...requestFields,
      ...reads,
    },
    { doc, required: ['path', ...Object.keys(reads).slice(0, 1)] },
  );
}
