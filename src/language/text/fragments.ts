import type { Environment } from '../scope.js';
import { checkPiece } from './check.js';
import { keyOfProblem } from './members.js';
import { readPiece, type Fragments, type Piece } from './piece.js';
import { scan } from './scan.js';
import { unlessTooDeep } from './tooDeep.js';

/**
 * @param sources texts of this form by code; `undefined`: the fragment has none
 * @param alone what a fragment is checked against by itself
 */
export function fragmentsFrom(
  sources: ReadonlyMap<string, string | undefined>,
  form: Fragments['form'],
  alone: Environment,
): Fragments {
  const pieces = new Map<string, Piece | 'broken'>();
  const faults = new Map<Piece, ReadonlySet<string>>();
  const fragments: Fragments = {
    form,
    codes: [...sources.keys()].sort(),
    find(code) {
      if (!sources.has(code)) return 'none';
      const source = sources.get(code);
      if (source === undefined) return 'no-form';
      let piece = pieces.get(code);
      if (piece === undefined) pieces.set(code, (piece = parsed(code, source)));
      return piece;
    },
    faultsOf(piece) {
      const known = faults.get(piece);
      if (known !== undefined) return known;
      // In a circle it is asked for again while it is made.
      faults.set(piece, new Set());
      const found = new Set(checkPiece(piece, alone, fragments).problems.map(keyOfProblem));
      faults.set(piece, found);
      return found;
    },
  };
  return fragments;
}

function parsed(code: string, source: string): Piece | 'broken' {
  const { parts, unclosed } = scan(source);
  if (unclosed !== undefined) return 'broken';
  const read = unlessTooDeep(() => readPiece(source, parts, { code, takes: true }));
  return 'piece' in read && read.problems.length === 0 ? read.piece : 'broken';
}
