import { grown } from './grown.js';

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
  let line = new Int32Array(1024);
  let before = new Int32Array(1024);
  let owner = new Int32Array(1024);
  let saying = new Float64Array(1024);
  let weight = new Uint8Array(1024);
  let count = 0;
  return {
    add(link) {
      if (count === line.length) {
        line = grown(line);
        before = grown(before);
        owner = grown(owner);
        saying = grown(saying);
        weight = grown(weight);
      }
      line[count] = link.line;
      before[count] = link.before;
      owner[count] = link.owner;
      saying[count] = link.saying;
      weight[count] = link.weight;
      return count++;
    },
    line: (place) => line[place]!,
    before: (place) => before[place]!,
    owner: (place) => owner[place]!,
    saying: (place) => saying[place]!,
    weight: (place) => weight[place]!,
    weigh(place, value) {
      weight[place] = value;
    },
  };
}
