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

/** Numbers lie in pieces: an array that grows is copied, and memory that nobody touched before is dear. */
const pieceBits = 12;
const pieceSize = 1 << pieceBits;
const placeMask = pieceSize - 1;

function newPiece() {
  return {
    line: new Int32Array(pieceSize),
    before: new Int32Array(pieceSize),
    owner: new Int32Array(pieceSize),
    saying: new Float64Array(pieceSize),
    weight: new Uint8Array(pieceSize),
  };
}

export function createLinks(): Links {
  const pieces: ReturnType<typeof newPiece>[] = [];
  let count = 0;
  return {
    add(link) {
      const at = count & placeMask;
      if (at === 0) pieces.push(newPiece());
      const piece = pieces[count >> pieceBits]!;
      piece.line[at] = link.line;
      piece.before[at] = link.before;
      piece.owner[at] = link.owner;
      piece.saying[at] = link.saying;
      piece.weight[at] = link.weight;
      return count++;
    },
    line: (place) => pieces[place >> pieceBits]!.line[place & placeMask]!,
    before: (place) => pieces[place >> pieceBits]!.before[place & placeMask]!,
    owner: (place) => pieces[place >> pieceBits]!.owner[place & placeMask]!,
    saying: (place) => pieces[place >> pieceBits]!.saying[place & placeMask]!,
    weight: (place) => pieces[place >> pieceBits]!.weight[place & placeMask]!,
    weigh(place, value) {
      pieces[place >> pieceBits]!.weight[place & placeMask] = value;
    },
  };
}
