import { remembered } from '../../../model/remembered.js';
import { dividePopulation } from './divide.js';
import { readFormula, type Formula } from './formula.js';

const nothingKnown = { fieldAt: () => undefined, codesOf: () => undefined };

/** Whether conditions can be proved never to hold together. What compares nothing with a constant may be true or false. */
export function neverTrue(conditions: readonly string[]): boolean {
  // A condition may end in a comment.
  return connected(conditions.map((condition) => `(${condition}\n)`)).some(contradicts);
}

const contradicts = remembered((together): boolean => {
  if (!mentionsTwice(together)) return false;
  const formula = readFormula(together);
  if (formula === undefined || !mayContradict(formula)) return false;
  return (dividePopulation(undefined, [together], nothingKnown)?.dead.length ?? 0) > 0;
});

/** Those that speak of the same things, together: only these can contradict each other. */
function connected(conditions: readonly string[]): readonly string[] {
  const groups: string[][] = [];
  for (const condition of conditions) {
    const names = new Set(namesIn(condition));
    const isNear = (group: readonly string[]): boolean =>
      group.some((each) => namesIn(each).some((name) => names.has(name)));
    const near = groups.filter(isNear);
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), condition]);
  }
  return groups.map((group) => group.join(' && '));
}

/** Most conditions speak of everything once, and need not be read to see that nothing contradicts. */
function mentionsTwice(condition: string): boolean {
  const names = namesIn(condition);
  return new Set(names).size < names.length || names.includes('true') || names.includes('false');
}

/** Also words in texts, which only makes more of them. */
const namesIn = remembered(
  (condition): readonly string[] => condition.match(/[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*/gu) ?? [],
);

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
