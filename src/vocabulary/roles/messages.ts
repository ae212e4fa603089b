import type { Path, Project } from '../../language/project.js';
import { isObject } from '../../model/json.js';

/** Paths of texts by their key (`subject`, `html` …), by channel type. */
type Bodies = ReadonlyMap<string, Readonly<Record<string, Path>>>;

/** A Template: where the texts of each channel type stand, in its order of preference. */
export interface TemplateRole {
  readonly code: string;
  readonly address: string;
  readonly bodies: Bodies;
  /** The same in other languages: what a language does not say otherwise is said as in the project's own. */
  readonly locales: ReadonlyMap<string, Bodies>;
  /** Defaults of its parameters. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** A Channel as the engine needs it; its transport is the runner's affair. */
export interface ChannelRole {
  readonly code: string;
  readonly type: string;
  readonly active: boolean;
  /** Of one message, in the currency of the project. */
  readonly price?: number;
  readonly budget?: { readonly amount: number; readonly per: 'day' | 'week' | 'month' };
}

const textKeys = ['subject', 'preheader', 'body', 'html', 'url'];

export function readTemplates(project: Project): ReadonlyMap<string, TemplateRole> {
  return new Map(
    project.ofKind('Template').map(({ code, address, spec }) => {
      const bodies = bodiesOf(spec);
      const locales = Object.entries(isObject(spec['locales']) ? spec['locales'] : {}).map(
        ([locale, messages]) => [locale, localBodies(bodies, locale, messages)] as const,
      );
      return [code, { code, address, bodies, locales: new Map(locales), defaults: defaultsOf(spec['params']) }];
    }),
  );
}

function bodiesOf(spec: Readonly<Record<string, unknown>>): Bodies {
  if (typeof spec['channel'] === 'string') return new Map([[spec['channel'], textsOf(spec, [])]]);
  const channels = Object.entries(isObject(spec['channels']) ? spec['channels'] : {});
  return new Map(channels.map(([type, content]) => [type, textsOf(content, ['channels', type])]));
}

function localBodies(bodies: Bodies, locale: string, messages: unknown): Bodies {
  return new Map(
    [...bodies].map(([type, texts]) => {
      const local = isObject(messages) ? messages[type] : undefined;
      return [type, { ...texts, ...textsOf(local, ['locales', locale, type]) }];
    }),
  );
}

export function readChannels(project: Project): ReadonlyMap<string, ChannelRole> {
  return new Map(
    project.ofKind('Channel').map(({ code, spec }) => [
      code,
      {
        code,
        type: String(spec['type'] ?? code),
        active: spec['active'] !== false,
        ...(typeof spec['price'] === 'number' && { price: spec['price'] }),
        ...budgetOf(spec['budget']),
      },
    ]),
  );
}

function budgetOf(value: unknown): Pick<ChannelRole, 'budget'> {
  const [, amount, per] = /^(\d+(?:\.\d+)?)\/(day|week|month)$/.exec(String(value)) ?? [];
  // The pattern lets these three through only.
  return per === undefined ? {} : { budget: { amount: Number(amount), per: per as 'day' | 'week' | 'month' } };
}

function textsOf(content: unknown, path: Path): Readonly<Record<string, Path>> {
  if (!isObject(content)) return {};
  return Object.fromEntries(
    textKeys.filter((key) => typeof content[key] === 'string').map((key) => [key, [...path, key]]),
  );
}

function defaultsOf(params: unknown): Readonly<Record<string, unknown>> {
  const entries = Object.entries(isObject(params) ? params : {});
  return Object.fromEntries(
    entries.flatMap(([name, declared]) =>
      isObject(declared) && 'default' in declared ? [[name, declared['default']]] : [],
    ),
  );
}
