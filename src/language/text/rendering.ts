import type { Piece } from './piece.js';
import type { Execute, Frame, Node, Twig } from './twing.js';
import type { Reading } from './value.js';

/** One rendering: what every node needs beside the frame. */
export interface Rendering {
  readonly twig: Twig;
  readonly reading: Reading;
  readonly escape: boolean;
  readonly execute: Execute;
  /** Path of the last member or variable that was missing. */
  missing: string | undefined;
  /** Of variables that the text itself sets: what they lack. */
  readonly lacking: Map<string, string>;
  /** Variables that a fragment has even when it is given others only. */
  readonly everywhere: ReadonlySet<string>;
  /** Fragments that the text takes in, by code. */
  readonly taken: ReadonlyMap<string, Piece>;
  /** The text that is rendered and what it extends, nearest first; and whose block it is that is rendered. */
  chain: readonly Piece[];
  blockOf: number;
}

export type Evaluate = (node: Node, frame: Frame, rendering: Rendering) => unknown;
