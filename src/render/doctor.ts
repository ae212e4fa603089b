import type { Colour } from './colour.js';

/** One thing that was looked at, with the cure when it is not well. */
export interface Examined {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'error';
  readonly message: string;
  readonly cure?: string;
}

/** A line each, the cure below what is not well. */
export function doctorHuman(examined: readonly Examined[], colour: Colour): string {
  const width = Math.max(...examined.map(({ name }) => name.length));
  const signs = { ok: colour.green('✔'), warning: colour.yellow('!'), error: colour.red('✘') };
  const count = (state: Examined['state']): number => examined.filter((each) => each.state === state).length;
  const lines = examined.flatMap(({ name, state, message, cure }) => [
    `  ${signs[state]} ${name.padEnd(width)}   ${message}`,
    ...(state === 'ok' || !cure ? [] : [`    ${' '.repeat(width)}   ${colour.dim(cure)}`]),
  ]);
  return `${[...lines, colour.bold(`Doctor: ${count('ok')} well, ${count('warning')} to look at, ${count('error')} wrong.`)].join('\n')}\n`;
}
