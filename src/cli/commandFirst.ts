import { globalFlags } from './flags.js';

/** People write `git -C dir status` and `git help status`; oclif wants the command first. Global flags that stand before it move behind it. */
export function commandFirst(args: readonly string[]): string[] {
  const before: string[] = [];
  let rest = [...args];
  while (rest[0] !== undefined && isGlobal(rest[0])) {
    const count = takesValue(rest[0]) ? 2 : 1;
    before.push(...rest.slice(0, count));
    rest = rest.slice(count);
  }
  const [command, ...others] = rest;
  if (command === 'help') return [...others.slice(0, 1), '--help'];
  return command === undefined || command.startsWith('-') ? [...args] : [command, ...before, ...others];
}

function isGlobal(argument: string): boolean {
  return definitionOf(argument) !== undefined;
}

function takesValue(argument: string): boolean {
  return definitionOf(argument)?.type === 'option' && !argument.includes('=') && !/^-[A-Za-z]./.test(argument);
}

function definitionOf(argument: string) {
  const [name] = argument.split('=') as [string];
  const found = Object.entries(globalFlags).find(
    ([long, flag]) =>
      name === `--${long}` ||
      (long === 'color' && name === '--no-color') ||
      (flag.char !== undefined && new RegExp(`^-${flag.char}`).test(argument)),
  );
  return found?.[1];
}
