import { any, type ValueType } from '../../language/valueType.js';
import type { Vocabulary } from '../word.js';

/** Variables that a trigger form gives, `each` aside. */
export function ofForm(
  form: Readonly<Record<string, unknown>>,
  words: Vocabulary,
): Readonly<Record<string, ValueType>> {
  return words.forms.find((word) => word.name in form)?.scope(form, words) ?? { event: any };
}
