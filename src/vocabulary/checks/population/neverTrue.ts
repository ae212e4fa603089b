import { dividePopulation } from './divide.js';
import { readFormula, type Formula } from './formula.js';

const nothingKnown = { fieldAt: () => undefined, codesOf: () => undefined };

/** Whether conditions can be proved never to hold together. What compares nothing with a constant may be true or false. */
export function neverTrue(conditions: readonly string[]): boolean {
  // A condition may end in a comment.
  const together = conditions.map((condition) => `(${condition}\n)`).join(' && ');
  const formula = readFormula(together);
  if (formula === undefined || !mayContradict(formula)) return false;
  return (dividePopulation(undefined, [together], nothingKnown)?.dead.length ?? 0) > 0;
}

/** Conditions about different things never contradict; texts in an order are not told apart by their constants. */
function mayContradict(formula: Formula): boolean {
  const atoms = atomsIn(formula);
  const things = atoms.flatMap((atom) => ('path' in atom ? [atom.path] : 'source' in atom ? [atom.source] : []));
  const ordersTexts = atoms.some(
    (atom) => atom.is === 'compare' && /[<>]/.test(atom.by) && typeof atom.with === 'string',
  );
  return !ordersTexts && (new Set(things).size < things.length || atoms.some(({ is }) => is === 'constant'));
}

type Atom = Extract<Formula, { readonly is: 'constant' | 'compare' | 'member' | 'unknown' }>;

function atomsIn(formula: Formula): readonly Atom[] {
  switch (formula.is) {
    case 'not':
      return atomsIn(formula.of);
    case 'and':
    case 'or':
      return formula.all.flatMap(atomsIn);
    default:
      return [formula];
  }
}
