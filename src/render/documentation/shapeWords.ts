import type { Shape } from '../../language/shape.js';
import { lazyTarget } from '../../language/memberShapes.js';

/** The form of a value in a reader's words: `a list of texts`, `24h, 3d …`. Nested maps are named and link to the section of that title. */
export function shapeInWords(shape: Shape, titleOf: (name: string) => string = (name) => name): string {
  const words = (inner: Shape): string => shapeInWords(inner, titleOf);
  const link = (name: string): string => `[${name}](#${anchorOf(titleOf(name))})`;
  switch (shape.shape) {
    case 'string':
      return shape.patternName ?? 'text';
    case 'number':
      return `${shape.integer === true ? 'whole number' : 'number'}${limits(shape)}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return shape.of.map((each) => `\`${each}\``).join(', ');
    case 'list':
      return `list of: ${words(shape.of)}`;
    case 'oneOrMany':
      return `one or a list of: ${words(shape.of)}`;
    case 'map':
      return `map of: ${words(shape.of)}`;
    case 'object':
      return shape.name === undefined
        ? `map: ${Object.keys(shape.fields)
            .map((key) => `\`${key}\``)
            .join(', ')}`
        : link(shape.name);
    case 'either':
      return [shape.scalar, shape.list, shape.map].flatMap((each) => (each ? [words(each)] : [])).join('; or ');
    case 'dispatch':
      return link(shape.noun);
    case 'lazy': {
      const target = lazyTarget(shape);
      return target.shape === 'list' ? words(target) : link(shape.name);
    }
    case 'reference':
      return `code of a ${shape.to.join(' or ')}`;
    case 'code':
      return `code: ${shape.enumeration}`;
    case 'condition':
      return shape.yields === undefined || shape.yields.type === 'boolean' ? 'condition' : 'expression';
    case 'value':
      return `${words(shape.literal)}, or \`=\` and an expression`;
    case 'data':
      return shape.texts === true ? 'any data; `=` expressions and texts inside' : 'any data; `=` expressions inside';
    case 'text':
      return shape.escape === 'html' ? 'HTML template (Twig)' : 'text template (Twig)';
    case 'duration':
      return `${(shape.words ?? []).map((word) => `\`${word}\`, or `).join('')}duration: \`30m\`, \`3d\`${shape.working === true ? ', `{for: 4h, calendar: office}`' : ''}${shape.computed === true ? ', or `=` and an expression' : ''}`;
    case 'time':
      return 'time: `"11:00"`';
    case 'hours':
      return 'hours: `"09:00-18:00"`';
    case 'date':
      return 'date: `2026-03-02`';
    case 'moment':
      return 'moment: `2026-03-02 10:00`';
    case 'path':
      return 'field: `order.status`';
    case 'cron':
      return 'schedule: `"0 11 * * TUE"`';
    case 'event':
      return 'name of an event';
    case 'file':
      return 'name of a file';
  }
}

function limits({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return ` from ${String(min)} to ${String(max)}`;
  return min !== undefined ? `, at least ${String(min)}` : max !== undefined ? `, at most ${String(max)}` : '';
}

/** The anchor that Markdown makes of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} -]/gu, '')
    .replaceAll(' ', '-');
}
