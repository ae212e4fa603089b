import type { Field } from '../../../language/scope.js';
import type { Constant, Value } from './formula.js';

/**
 * Values that stand for all values of a field: conditions that compare it only with these constants cannot tell two
 * values of one cell apart. One value per cell: each constant, one between two neighbours, one beyond each end, and the
 * missing value where the field can be missing.
 */
export function cellsOf(
  constants: ReadonlySet<Constant>,
  field: Field | undefined,
  codes?: ReadonlySet<string>,
): readonly Value[] {
  const missing: readonly Value[] =
    field?.zeroWhenAbsent === true || field?.always?.present === true ? [] : [undefined];
  const known = [...constants].filter((constant) => constant !== null);
  const numbers = known.filter((constant) => typeof constant === 'number');
  const texts = known.filter((constant) => typeof constant === 'string');
  const type = field?.type.type ?? typeof known[0];
  if (type === 'boolean') return [true, false, ...missing];
  if (type === 'number' || numbers.length > 0) return [...numberCells(numbers, field), ...missing];
  if (texts.length > 0 || type === 'string') return [...textCells(texts, codes), ...missing];
  // Compared with null only: there, or missing.
  return ['present', ...missing];
}

function numberCells(constants: readonly number[], field: Field | undefined): readonly number[] {
  const whole = field?.always?.whole === true;
  const least = field?.always?.least ?? -Infinity;
  const sorted = [...new Set(constants)].sort((a, b) => a - b);
  if (sorted.length === 0) return [Math.max(0, least)];
  const between = sorted.slice(1).flatMap((next, index) => inside(sorted[index]!, next, whole));
  const below = whole ? Math.ceil(sorted[0]!) - 1 : sorted[0]! - 1;
  const above = whole ? Math.floor(sorted.at(-1)!) + 1 : sorted.at(-1)! + 1;
  const all = [below, ...sorted, ...between, above].filter(
    (value) => value >= least && (!whole || Number.isInteger(value)),
  );
  // Between the least possible value and a constant above it there is a cell also when `below` went under the least.
  const first = least > below && least < sorted[0]! ? [least] : [];
  return [...new Set([...first, ...all])].sort((a, b) => a - b);
}

/** One value between two constants, if there is any. */
function inside(low: number, high: number, whole: boolean): readonly number[] {
  if (!whole) return [(low + high) / 2];
  const value = Math.floor(low) + 1;
  return value < high ? [value] : [];
}

/** With a closed enumeration `codes` the others are told by one of them. */
function textCells(constants: readonly string[], codes: ReadonlySet<string> | undefined): readonly string[] {
  if (codes === undefined) return [...constants, otherText(constants)];
  const other = [...codes].sort().find((code) => !constants.includes(code));
  return [...constants.filter((constant) => codes.has(constant)), ...(other === undefined ? [] : [other])];
}

function otherText(constants: readonly string[]): string {
  let text = 'other';
  while (constants.includes(text)) text += '-other';
  return text;
}
