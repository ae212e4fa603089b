import { nearest } from '../language/nearest.js';
import { isObject } from '../model/json.js';

/** What other tools call the same. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  'auto-approve': ['yes', 'y', 'force', 'f'],
  dir: ['chdir', 'directory', 'project', 'cwd'],
};

/** What to try instead of a command line that oclif could not parse: the flag that was most likely meant. */
export function usageCure(error: object): string {
  const unknown = 'flags' in error && Array.isArray(error.flags) ? error.flags.map(String) : [];
  const known = knownFlags(error);
  const close = unknown
    .map((flag) => flag.replace(/^-+|=.*$/gs, ''))
    .map((flag) => known.find((name) => otherNames[name]?.includes(flag)) ?? nearest(flag, known))
    .find((name) => name !== undefined);
  return close === undefined ? 'crmctl COMMAND --help lists the flags and arguments' : `did you mean "--${close}"?`;
}

/** What is wrong with the value of a flag, where oclif tells it by its message alone. */
export function flagProblem(message: string): string | undefined {
  const refused = /^Parsing (--\S+) \n\tExpected (.*)\n/.exec(message);
  if (refused !== null) return `${refused[1]} takes ${refused[2]}`;
  return /^Flag --\S+ expects a value$/.test(message) ? message : undefined;
}

/** Names of the command's flags, out of the parse that failed. */
function knownFlags(error: object): readonly string[] {
  const parse = 'parse' in error && isObject(error.parse) ? error.parse : {};
  const input = isObject(parse['input']) ? parse['input'] : {};
  return isObject(input['flags']) ? Object.keys(input['flags']) : [];
}
