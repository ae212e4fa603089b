import { Chalk } from 'chalk';

type Paint = (text: string) => string;

/** The colours that renderers may use; each is the identity when colour is off. */
export interface Colour {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly magenta: Paint;
}

export function colours(on: boolean): Colour {
  const { bold, dim, red, green, yellow, cyan, magenta } = new Chalk({ level: on ? 1 : 0 });
  return { bold, dim, red, green, yellow, cyan, magenta };
}

export const plain: Colour = colours(false);
