import { wrapLines } from '../render/wrap.js';

/** Progress on standard error: a rewritten line in a terminal, a line every few seconds elsewhere, silence when quiet. */
export interface Progress {
  /** Shows where the work stands; cheap to call often. */
  show(text: string): void;
  /** A line that stays. */
  line(text: string): void;
  /** Takes the rewritten line away. */
  clear(): void;
}

/** Columns of a terminal that knows them; of a pipe or a file there are none. */
export function terminalWidth(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
}

const terminalInterval = 100;
const plainInterval = 5000;

export function progressOn(stream: NodeJS.WriteStream, options: { quiet: boolean }): Progress {
  const terminal = stream.isTTY === true;
  let last = terminal ? 0 : Date.now();
  let shown = false;
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[2K');
    shown = false;
  };
  return {
    show(text) {
      if (options.quiet || Date.now() - last < (terminal ? terminalInterval : plainInterval)) return;
      last = Date.now();
      clear();
      stream.write(terminal ? text.slice(0, (stream.columns || 80) - 1) : `${text}\n`);
      shown = terminal;
    },
    line(text) {
      if (options.quiet) return;
      clear();
      stream.write(`${wrapLines(text, terminalWidth(stream) ?? Infinity)}\n`);
    },
    clear,
  };
}
