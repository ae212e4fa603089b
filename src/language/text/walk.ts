import type { Environment, SourceProblem } from '../scope.js';
import type { ValueType } from '../valueType.js';
import type { Range } from './members.js';
import type { Fragments, Piece } from './piece.js';
import type { Node } from './twing.js';

/** A variable of the text itself: its type, and the path that it stands for when it stands for one. */
export interface Local {
  readonly type: ValueType;
  readonly path?: string | undefined;
}

/** A text among those that take each other in. */
export interface Level {
  readonly piece: Piece;
  /** Of a fragment: the tag of the text that is checked by which it came in, directly or through others. */
  readonly tag?: Range | undefined;
  /** Fragments that are being taken in, outermost first; its own code is the last. */
  readonly codes: readonly string[];
}

/** What is in force where a walk is. */
export interface Place {
  readonly environment: Environment;
  readonly locals: Map<string, Local>;
  /** The text and what it extends, nearest first. */
  readonly chain: readonly Level[];
  /** Whose block this is, in the chain. */
  readonly blockOf?: number | undefined;
}

export interface Walk extends Place, Level {
  readonly source: string;
  readonly offsetOf: (node: Node) => number;
  readonly fragments: Fragments | undefined;
  /** Code of what is checked as a whole, when it is a fragment. */
  readonly own: string | undefined;
  /** A problem of the text where the walk is. */
  readonly report: (found: SourceProblem) => void;
  /** A problem of the text that is checked as a whole. */
  readonly tell: (found: SourceProblem) => void;
  readonly fail: () => void;
  readonly take: (fragment: Piece) => void;
  readonly read: (path: string) => void;
  readonly root: (name: string) => void;
  readonly typeOf: (node: Node) => ValueType;
  readonly visit: (node: Node) => void;
  readonly enter: (level: Level, change: Partial<Place>) => Walk;
}
