import { shapes } from '../../language/shape.js';
import { object, record, string, timestamp } from '../../language/valueType.js';
import type { FormWord } from '../meaning/form.js';

/** `entered` and `left` differ in their verb only. */
export function membership(name: 'entered' | 'left', verb: string): FormWord {
  return {
    name,
    doc: `A customer ${verb} the segment, by an event or by the passing of time; \`event.segment\` is its code.`,
    example: `{${name}: sleeping}`,
    value: shapes.oneOrMany(shapes.code('segment'), 'A segment, or a list of them.'),
    scope: () => ({
      event: record('event', { type: string, at: timestamp, source: string, on: string, segment: string }),
      customer: object('customer'),
    }),
    listens: () => [`segment.${name}`],
    match: (form, event) =>
      (form[name] as readonly string[]).includes(String(event.data['segment']))
        ? [{ episode: event.id, extra: { segment: event.data['segment'] } }]
        : [],
  };
}
