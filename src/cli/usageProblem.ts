import { stripVTControlCharacters } from 'node:util';
import { nearest } from '../language/nearest.js';
import { isObject } from '../model/json.js';

/** What is wrong with a command line, and what to try instead. */
export interface UsageProblem {
  readonly message: string;
  readonly cure: string;
}

/** A command line that oclif could not parse, in our words; undefined for any other error. `command`: its first word. */
export function usageProblem(error: Error, command: string): UsageProblem | undefined {
  const text = stripVTControlCharacters(error.message).replace(/\nSee more help with --help$/, '');
  const told = sayings.flatMap(([pattern, say]) => {
    const match = pattern.exec(text);
    return match === null ? [] : [say(match, error)];
  })[0];
  if (told === undefined && !('parse' in error)) return undefined;
  const cure = told?.cure ?? `crmctl ${command} --help lists its flags and arguments`;
  return { message: told?.message ?? text, cure };
}

/** An argument that the command does not take. */
export function unexpectedArgument(command: string, given: string): UsageProblem {
  return {
    message: `unexpected argument "${given}"`,
    cure: `crmctl ${command} --help lists its flags and arguments`,
  };
}

interface Said {
  readonly message: string;
  readonly cure?: string | undefined;
}

/** oclif tells most of it by its message alone. */
const sayings: readonly (readonly [RegExp, (match: RegExpExecArray, error: object) => Said])[] = [
  [/^Missing \d+ required arg/, (_, error) => ({ message: missingArguments(error) })],
  [/^Unexpected arguments?: (.*)$/s, ([, given]) => ({ message: `unexpected argument "${given}"` })],
  [/^Nonexistent flags?: (.*)$/s, ([, flags], error) => ({ message: `unknown flag ${flags}`, cure: meant(error) })],
  [/^Expected (?:(--\S+)=)?(.*) to be one of: (.*)$/s, ([, flag, given, options]) => notOneOf(flag, given!, options!)],
  [/^Parsing (--\S+) \n\tExpected (.*)$/, ([, flag, expected]) => ({ message: `${flag} takes ${expected}` })],
  [/^Flag (--\S+) expects a value$/, ([, flag]) => ({ message: `${flag} expects a value` })],
  [/Missing required flag (\S+)/, ([, flag]) => ({ message: `--${flag} is required` })],
  [
    /All of the following must be provided when using (--\S+): (.*)/,
    ([, flag, needed]) => ({ message: `${flag} needs ${needed}` }),
  ],
  [
    /(--[^\s=]+)\S* cannot also be provided when using (--\S+)/,
    ([, one, other]) => ({ message: `${one} does not go with ${other}` }),
  ],
];

function missingArguments(error: object): string {
  const args = 'args' in error && Array.isArray(error.args) ? error.args.filter(isObject) : [];
  const named = args.map(({ name, description }) => `${String(name).toUpperCase()}: ${String(description)}`);
  return `missing ${named.join('; ').replace(/\.$/, '')}`;
}

function notOneOf(flag: string | undefined, given: string, options: string): Said {
  const close = nearest(given, options.split(', '));
  return {
    message:
      flag === undefined ? `"${given}" is none of: ${options}` : `${flag} takes one of: ${options}, not "${given}"`,
    cure: close === undefined ? undefined : `did you mean "${close}"?`,
  };
}

/** What other tools call the same. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  'auto-approve': ['yes', 'y', 'force', 'f'],
  dir: ['chdir', 'directory', 'project', 'cwd'],
};

/** The flag that was most likely meant. */
function meant(error: object): string | undefined {
  const unknown = 'flags' in error && Array.isArray(error.flags) ? error.flags.map(String) : [];
  const known = knownFlags(error);
  const close = unknown
    .map((flag) => flag.replace(/^-+|=.*$/gs, ''))
    .map((flag) => known.find((name) => otherNames[name]?.includes(flag)) ?? nearest(flag, known))
    .find((name) => name !== undefined);
  return close === undefined ? undefined : `did you mean "--${close}"?`;
}

/** Names of the command's flags, out of the parse that failed. */
function knownFlags(error: object): readonly string[] {
  const parse = 'parse' in error && isObject(error.parse) ? error.parse : {};
  const input = isObject(parse['input']) ? parse['input'] : {};
  return isObject(input['flags']) ? Object.keys(input['flags']) : [];
}
