import type { Field } from '../../language/scope.js';
import { any, boolean, codeOf, listOf, mapOf, number, object, string, timestamp } from '../../language/valueType.js';
import type { ValueType } from '../../language/valueType.js';

/** Short ways to declare a field of an object, so that an object's file reads as a table. */

export const text = (doc: string): Field => ({ type: string, doc });
export const flag = (doc: string): Field => ({ type: boolean, doc });
/** A number for which absence means something: ids, sizes, marks. */
export const figure = (doc: string): Field => ({ type: number, doc });
/** A sum, count, percent or discount: 0 when absent. */
export const amount = (doc: string): Field => ({ type: number, doc, zeroWhenAbsent: true });
export const moment = (doc: string): Field => ({ type: timestamp, doc });
/** A reference of the CRM, as its code. */
export const code = (enumeration: string, doc: string): Field => ({ type: codeOf(enumeration), doc });
export const one = (name: string, doc: string): Field => ({ type: object(name), doc });
export const many = (name: string, doc: string): Field => ({ type: listOf(object(name)), doc });
export const list = (of: ValueType, doc: string): Field => ({ type: listOf(of), doc });
export const map = (of: ValueType, doc: string): Field => ({ type: mapOf(of), doc });
export const free = (doc: string): Field => ({ type: any, doc });

/** A field that the CRM fills in by itself: `comesFrom` says of what, as the cure for setting it. */
export const readOnly = (field: Field, comesFrom: string): Field => ({ ...field, readOnly: comesFrom });

/** A field that crmctl adds: where it comes from, and what a back-test should know about it. */
export function added(
  type: ValueType,
  doc: string,
  origin: {
    readonly source: string;
    readonly lookahead?: string;
    readonly crosses?: Field['crosses'];
    readonly changes?: Field['changes'];
    readonly watches?: Field['watches'];
  },
  compute: NonNullable<Field['compute']>,
): Field {
  return {
    type,
    doc,
    source: origin.source,
    ...(origin.lookahead !== undefined && { lookahead: origin.lookahead }),
    ...(origin.crosses !== undefined && { crosses: origin.crosses }),
    ...(origin.changes !== undefined && { changes: origin.changes }),
    ...(origin.watches !== undefined && { watches: origin.watches }),
    compute,
  };
}
