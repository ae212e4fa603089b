import type { Path, Project } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import { piecesOf, type MessengerPieces } from '../kinds/messengerPlaces.js';

/** A message: where its texts stand, by their key (`subject`, `html` …). */
interface MessageRole {
  readonly texts: Readonly<Record<string, Path>>;
  readonly approved?: ApprovedRole;
}

/** The text that a messenger approved, by which a message goes. */
export interface ApprovedRole extends MessengerPieces {
  readonly code: string;
  readonly name: string;
  readonly lang: string;
  readonly namespace?: string;
  /** Example of what stands in its header. */
  readonly media?: string;
  /** Where the values for its places stand. */
  readonly args: readonly Path[];
}

/** By channel type. */
type Bodies = ReadonlyMap<string, MessageRole>;

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
  /** It left the release: only runs that are pinned to a revision of before go by it. */
  readonly left?: true;
  /** Of one message, in the currency of the project. */
  readonly price?: number;
  readonly budget?: { readonly amount: number; readonly per: 'day' | 'week' | 'month' };
}

const textKeys = ['subject', 'preheader', 'body', 'html', 'url', 'media'];

export function readTemplates(project: Project): ReadonlyMap<string, TemplateRole> {
  return new Map(
    project.ofKind('Template').map(({ code, address, spec }) => {
      const bodies = bodiesOf(spec, project);
      const locales = Object.entries(isObject(spec['locales']) ? spec['locales'] : {}).map(
        ([locale, messages]) => [locale, localBodies(bodies, locale, messages, project)] as const,
      );
      return [code, { code, address, bodies, locales: new Map(locales), defaults: defaultsOf(spec['params']) }];
    }),
  );
}

function bodiesOf(spec: Readonly<Record<string, unknown>>, project: Project): Bodies {
  if (typeof spec['channel'] === 'string') return new Map([[spec['channel'], messageOf(spec, [], project)]]);
  const channels = Object.entries(isObject(spec['channels']) ? spec['channels'] : {});
  return new Map(channels.map(([type, content]) => [type, messageOf(content, ['channels', type], project)]));
}

/** What a language does not say is said as in the project's own: so are the values, when it names another approved text. */
function localBodies(bodies: Bodies, locale: string, messages: unknown, project: Project): Bodies {
  return new Map(
    [...bodies].map(([type, own]) => {
      const local = messageOf(isObject(messages) ? messages[type] : undefined, ['locales', locale, type], project, own);
      return [type, local];
    }),
  );
}

function messageOf(content: unknown, path: Path, project: Project, own: MessageRole = { texts: {} }): MessageRole {
  if (!isObject(content)) return own;
  const args = Array.isArray(content['args'])
    ? content['args'].map((_, index) => [...path, 'args', index])
    : own.approved?.args;
  const code = typeof content['approved'] === 'string' ? content['approved'] : own.approved?.code;
  const approved = code === undefined ? undefined : approvedOf(project, code, args ?? []);
  return { texts: { ...own.texts, ...textsOf(content, path) }, ...(approved !== undefined && { approved }) };
}

function approvedOf(project: Project, code: string, args: readonly Path[]): ApprovedRole | undefined {
  const spec = project.byAddress.get(`messenger-template/${code}`)?.spec;
  if (spec === undefined) return undefined;
  const media = mediaOf(spec['header']);
  return {
    ...piecesOf(spec),
    code,
    name: String(spec['name'] ?? code),
    lang: String(spec['lang']),
    ...(typeof spec['namespace'] === 'string' && { namespace: spec['namespace'] }),
    ...(media !== undefined && { media }),
    args,
  };
}

function mediaOf(header: unknown): string | undefined {
  const kinds = isObject(header) ? [header['image'], header['document'], header['video']] : [];
  return kinds.flatMap((kind) => (isObject(kind) && typeof kind['example'] === 'string' ? [kind['example']] : []))[0];
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

function textsOf(content: Readonly<Record<string, unknown>>, path: Path): Readonly<Record<string, Path>> {
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
