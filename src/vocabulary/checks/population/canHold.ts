import { holds, readFormula, type Formula, type Value } from './formula.js';

/** What is known of fields: the values that each may have, by path. A path that is not there may have any. */
export type Known = Readonly<Record<string, readonly Value[]>>;

/** Whether a condition can come true while the fields have one of their known values. What does not parse can: compiling reports it. */
export function canHold(source: unknown, known: Known): boolean {
  const formula = typeof source === 'string' ? readFormula(source) : undefined;
  if (formula === undefined) return true;
  return combinationsOf(Object.entries(known)).some((values) => truthOf(formula, values) !== false);
}

function combinationsOf(
  fields: readonly (readonly [string, readonly Value[]])[],
): readonly ReadonlyMap<string, Value>[] {
  return fields.reduce<readonly ReadonlyMap<string, Value>[]>(
    (all, [path, values]) => all.flatMap((chosen) => values.map((value) => new Map([...chosen, [path, value]]))),
    [new Map()],
  );
}

/** `undefined`: it depends on what is not known. */
function truthOf(formula: Formula, values: ReadonlyMap<string, Value>): boolean | undefined {
  switch (formula.is) {
    case 'not': {
      const truth = truthOf(formula.of, values);
      return truth === undefined ? undefined : !truth;
    }
    case 'and':
      return decided(
        formula.all.map((part) => truthOf(part, values)),
        false,
      );
    case 'or':
      return decided(
        formula.all.map((part) => truthOf(part, values)),
        true,
      );
    case 'unknown':
      return undefined;
    case 'compare':
    case 'member':
      if (!values.has(formula.path)) return undefined;
      return holds(
        formula,
        (path) => values.get(path),
        () => false,
      );
    case 'constant':
      return formula.value;
  }
}

/** One `decisive` part decides; without one every part must be known. */
function decided(parts: readonly (boolean | undefined)[], decisive: boolean): boolean | undefined {
  if (parts.includes(decisive)) return decisive;
  return parts.includes(undefined) ? undefined : !decisive;
}
