import { code, table } from './table.js';

/** The members of oclif’s manifest that the page tells. */
export interface Manifest {
  readonly commands: Readonly<Record<string, CommandEntry>>;
}

interface CommandEntry {
  readonly summary?: string;
  readonly args?: Readonly<
    Record<
      string,
      { readonly name: string; readonly description?: string; readonly required?: boolean; readonly default?: unknown }
    >
  >;
  readonly flags: Readonly<Record<string, FlagEntry>>;
}

interface FlagEntry {
  readonly name: string;
  readonly char?: string;
  readonly summary?: string;
  readonly helpGroup?: string;
  readonly helpValue?: string | readonly string[];
  readonly type: string;
  readonly multiple?: boolean;
  readonly allowNo?: boolean;
  readonly options?: readonly string[];
  readonly default?: unknown;
}

/** Every command with its arguments and flags; those that all commands share come once, at the end. */
export function commandsPart({ commands }: Manifest): readonly string[] {
  const names = Object.keys(commands).sort();
  const shared = Object.values(commands[names[0] ?? '']?.flags ?? {}).filter(isGlobal);
  return [
    ...names.flatMap((name) => commandSection(name, commands[name]!)),
    '### Flags of every command',
    '',
    ...flagTable(shared),
  ];
}

function commandSection(name: string, { summary = '', args = {}, flags }: CommandEntry): readonly string[] {
  const own = Object.values(flags).filter((flag) => !isGlobal(flag));
  const places = Object.values(args).map(
    ({ name: place, description = '', required, default: standard }) =>
      [
        code(required === true ? place.toUpperCase() : `[${place.toUpperCase()}]`),
        description + defaultText(standard),
      ] as const,
  );
  return [
    `### crmctl ${name}`,
    '',
    summary,
    '',
    ...(places.length === 0 ? [] : [...table(['argument', 'meaning'], places), '']),
    ...(own.length === 0 ? [] : [...flagTable(own), '']),
  ];
}

function flagTable(flags: readonly FlagEntry[]): readonly string[] {
  return table(
    ['flag', 'meaning'],
    flags.map((flag) => [code(flagText(flag)), `${flag.summary ?? ''}${defaultText(flag.default)}`]),
  );
}

function flagText({ name, char, type, helpValue, multiple, allowNo, options }: FlagEntry): string {
  const long = `--${allowNo === true ? '[no-]' : ''}${name}`;
  const value = options?.join('|') ?? (typeof helpValue === 'string' ? helpValue : 'VALUE');
  return `${char === undefined ? '' : `-${char}, `}${long}${type === 'boolean' ? '' : ` ${value}${multiple === true ? ' …' : ''}`}`;
}

function defaultText(value: unknown): string {
  return value === undefined || value === null || value === false || typeof value === 'object'
    ? ''
    : ` Default: ${code(String(value))}.`;
}

function isGlobal({ helpGroup }: FlagEntry): boolean {
  return helpGroup === 'GLOBAL';
}
