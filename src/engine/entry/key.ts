import type { Scope } from '../../language/scope.js';
import { canonicalJson } from '../../model/digest.js';
import { isObject } from '../../model/json.js';
import type { CompiledTrigger } from '../program.js';
import type { About } from '../state.js';

/** Whom or what an instance is about, where the trigger's key does not say it. */
export interface KeySubject extends About {
  /** Of the occasion. */
  readonly id: string;
  readonly element?: Element | undefined;
}

/** Of the list of a form's `each`, and its name. */
export interface Element {
  readonly binds: string;
  readonly element: unknown;
}

/** Who or what one instance is about: the trigger's key, else the subject. A missing value differs from every other: whom it should tell apart stays apart. */
export function keyOf({ key }: Pick<CompiledTrigger, 'key'>, scope: Scope, subject: KeySubject): string {
  const own = subjectKey(subject);
  return key.length > 0 ? keyText(key.map((part) => part.evaluate(scope) ?? own)) : own;
}

function subjectKey({ order, customer, phone, id, element }: KeySubject): string {
  const subject =
    order !== undefined
      ? `order/${order}`
      : customer !== undefined
        ? `customer/${customer}`
        : phone !== undefined
          ? `phone/${phone}`
          : id;
  if (element === undefined || element.binds === 'order' || element.binds === 'customer') return subject;
  const inner = isObject(element.element) ? (element.element['id'] ?? canonicalJson(element.element)) : element.element;
  return `${subject}/${element.binds}/${String(inner)}`;
}

function keyText(parts: readonly unknown[]): string {
  return parts.map(partText).join('|');
}

export function partText(part: unknown): string {
  return typeof part === 'string' ? part : canonicalJson(part ?? null);
}
