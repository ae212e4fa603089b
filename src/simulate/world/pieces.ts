/** Numbers of a million lines lie in pieces: an array that grows is copied, and memory that nobody touched before is dear. */
export interface Pieces<T> {
  /** The piece in which the place stands, made when it is the first there: places are asked for in their order at first. */
  of(place: number): T;
}

const pieceBits = 12;
const pieceSize = 1 << pieceBits;

/** `make`: a piece of so many. */
export function createPieces<T>(make: (size: number) => T): Pieces<T> {
  const pieces: T[] = [];
  return {
    of(place) {
      const at = place >> pieceBits;
      if (at === pieces.length) pieces.push(make(pieceSize));
      return pieces[at]!;
    },
  };
}

/** Where in its piece the place stands. */
export function placeIn(place: number): number {
  return place & (pieceSize - 1);
}
