import { Flags } from '@oclif/core';

/** Flags that every command understands (docs/cli.md#flags-of-every-command). */
export const globalFlags = {
  dir: Flags.string({
    char: 'C',
    summary: 'Run as if started in this folder.',
    helpGroup: 'GLOBAL',
    default: '.',
    helpValue: 'DIR',
  }),
  env: Flags.string({ char: 'e', summary: 'Environment of crmctl.yaml.', helpGroup: 'GLOBAL', helpValue: 'NAME' }),
  store: Flags.string({
    summary:
      'SQLite file of runner and automation API, here instead of where the environment says. Default: .crmctl/<environment>/automation.sqlite.',
    helpGroup: 'GLOBAL',
    helpValue: 'FILE',
  }),
  select: Flags.string({
    multiple: true,
    summary: 'Only these resources: address globs, tag:NAME; +X with what depends on X, X+ with what X needs.',
    helpGroup: 'GLOBAL',
    helpValue: 'GLOB',
  }),
  exclude: Flags.string({
    multiple: true,
    summary: 'All but these resources.',
    helpGroup: 'GLOBAL',
    helpValue: 'GLOB',
  }),
  since: Flags.string({
    summary: 'Only what changed in the repository since this git revision, and what depends on it.',
    helpGroup: 'GLOBAL',
    helpValue: 'REV',
  }),
  parallelism: Flags.integer({
    summary:
      'Writes to the CRM at the same time, below its rate limit (default: 4); threads of a back-test (default: one; for logs from 32 MB on, one a processor).',
    helpGroup: 'GLOBAL',
    helpValue: 'N',
    min: 1,
    max: 32,
  }),
  json: Flags.boolean({ summary: 'One JSON document on standard output, also on failure.', helpGroup: 'GLOBAL' }),
  'json-into': Flags.string({
    summary: 'Write the JSON document into a file.',
    helpGroup: 'GLOBAL',
    helpValue: 'FILE',
  }),
  markdown: Flags.boolean({ summary: 'Markdown on standard output.', helpGroup: 'GLOBAL', exclusive: ['json'] }),
  'markdown-into': Flags.string({
    summary: 'Write the Markdown form into a file.',
    helpGroup: 'GLOBAL',
    helpValue: 'FILE',
  }),
  color: Flags.boolean({ summary: 'Colour, also when not a terminal.', helpGroup: 'GLOBAL', allowNo: true }),
  quiet: Flags.boolean({ summary: 'No progress.', helpGroup: 'GLOBAL', exclusive: ['verbose'] }),
  verbose: Flags.boolean({ summary: 'More detail on standard error: the requests, counted.', helpGroup: 'GLOBAL' }),
};

/** Colour is on for a terminal; NO_COLOR, FORCE_COLOR and --[no-]color say otherwise. */
export function wantsColour(flag: boolean | undefined, stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (flag !== undefined) return flag;
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return stream.isTTY === true;
}
