import { createPieces, placeIn } from './pieces.js';

/** One line of the log in the chain that a record is made of. */
export interface Link {
  /** Number of the line. */
  readonly line: number;
  /** The link before it; -1: it is the first. */
  readonly before: number;
  /** Id of the customer that the record names after it; -1: it has to be asked. */
  readonly owner: number;
  /** Fingerprint of what the line says of the entity; 0: not known. */
  readonly saying: number;
  /** How long the chain is, and how often it was asked for. */
  readonly weight: number;
}

/** Links as numbers in typed arrays, by their place: nothing that a collector of garbage would look at. */
export interface Links {
  add(link: Link): number;
  line(place: number): number;
  before(place: number): number;
  owner(place: number): number;
  saying(place: number): number;
  weight(place: number): number;
  weigh(place: number, weight: number): void;
}

export function createLinks(): Links {
  const pieces = createPieces((size) => ({
    line: new Int32Array(size),
    before: new Int32Array(size),
    owner: new Int32Array(size),
    saying: new Float64Array(size),
    weight: new Uint8Array(size),
  }));
  let count = 0;
  return {
    add(link) {
      const piece = pieces.of(count);
      const at = placeIn(count);
      piece.line[at] = link.line;
      piece.before[at] = link.before;
      piece.owner[at] = link.owner;
      piece.saying[at] = link.saying;
      piece.weight[at] = link.weight;
      return count++;
    },
    line: (place) => pieces.of(place).line[placeIn(place)]!,
    before: (place) => pieces.of(place).before[placeIn(place)]!,
    owner: (place) => pieces.of(place).owner[placeIn(place)]!,
    saying: (place) => pieces.of(place).saying[placeIn(place)]!,
    weight: (place) => pieces.of(place).weight[placeIn(place)]!,
    weigh(place, value) {
      pieces.of(place).weight[placeIn(place)] = value;
    },
  };
}
