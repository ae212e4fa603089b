import type { Colour } from './colour.js';

/** What people's text is written on. */
export interface Page {
  readonly colour: Colour;
  /** Characters in a line of the terminal; `Infinity` where lines do not end: in a pipe, in a file. */
  readonly width: number;
}
