import type { Path, Project } from '../../language/project.js';
import { isObject } from '../../model/json.js';
import type { FoundStep } from '../kinds/findSteps.js';
import { templatesOf, typeOfVia, typesOfTemplate } from './channels.js';
import type { Known } from './population/canHold.js';
import { stringsOf, type FoundTrigger } from './triggers.js';

type Spec = Readonly<Record<string, unknown>>;

/** A field that a trigger writes, or an event that it brings about (`event custom.x`). */
export interface Write {
  readonly field: string;
  readonly value: unknown;
  /** The step that does it. */
  readonly path: Path;
  /** What conditions will read of it. */
  readonly known: Known;
  /** It comes back from outside, where nobody knows what caused it: then a trigger starts by its own doing, too. */
  readonly fromOutside?: true;
}

/** Everything that a trigger writes and brings about in the CRM, with what it calls. */
export function writesOf({ reached }: Pick<FoundTrigger, 'reached'>): readonly Write[] {
  return reached.flatMap(({ spec, path, word }): readonly Write[] => {
    const caused = ('causes' in word ? word.causes?.(spec) : undefined) ?? [];
    if (caused.length > 0) {
      const known = isObject(spec['emit']) ? constantsOf(spec['emit']['data'], 'event.') : {};
      return caused.map((field) => ({ field, value: undefined, path, known }));
    }
    if (word.name === 'tag') return [{ field: 'customer.tags', value: undefined, path, known: {} }];
    const fields = word.name === 'set' ? spec['set'] : undefined;
    const known = constantsOf(fields, '');
    return isObject(fields)
      ? Object.entries(fields).map(([field, value]) => ({ field, value, path: [...path, 'set', field], known }))
      : [];
  });
}

/** What becomes of every message without anybody's doing: a person who opens or answers it breaks a circle. */
const reported = ['delivered', 'bounced', 'failed'];

/** The messages that a trigger sends, as events that come back. */
export function messagesOf({ resource, reached }: FoundTrigger, project: Project): readonly Write[] {
  return reached.flatMap(({ spec, path, word }): readonly Write[] => {
    const legs = legsOf(word, spec, project);
    if (legs === undefined) return [];
    const { templates, types } = legs;
    const known = ofMessage({
      trigger: [resource.code],
      ...(templates !== undefined && { template: templates }),
      ...(types !== undefined && { channel: types }),
    });
    const told = (event: string): Write => ({ field: `event message.${event}`, value: undefined, path, known });
    return [told('accepted'), ...reported.map((event): Write => ({ ...told(event), fromOutside: true }))];
  });
}

interface Legs {
  /** Codes of the templates, and types of the channels; `undefined`: nobody knows before it runs. */
  readonly templates: readonly string[] | undefined;
  readonly types: readonly string[] | undefined;
}

function legsOf(word: FoundStep['word'], spec: Spec, project: Project): Legs | undefined {
  if (word.name === 'send' && isObject(spec['send']))
    return legOf(spec['send']['template'], spec['send']['via'], project);
  if (word.name !== 'cascade' || !Array.isArray(spec['cascade'])) return undefined;
  const legs = spec['cascade']
    .filter(isObject)
    .map((leg) => legOf(leg['template'] ?? spec['template'], leg['via'], project));
  return {
    templates: together(legs.map(({ templates }) => templates)),
    types: together(legs.map(({ types }) => types)),
  };
}

function legOf(template: unknown, via: unknown, project: Project): Legs {
  const codes = templatesOf(template).map(({ code }) => code);
  const templates = codes.length === 0 || (isObject(template) && codes.some(isComputed)) ? undefined : codes;
  const words = stringsOf(via).filter((each) => each !== 'best');
  if (words.length > 0) return { templates, types: words.map((each) => typeOfVia(each, project)) };
  const types = templates?.flatMap((code) => {
    const found = project.byAddress.get(`template/${code}`);
    return found === undefined ? [] : typesOfTemplate(found);
  });
  return { templates, types };
}

function together(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  return lists.includes(undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
}

function ofMessage(members: Readonly<Record<string, readonly string[]>>): Known {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, values]) =>
      ['message', 'event.message'].map((owner) => [`${owner}.${name}`, values] as const),
    ),
  );
}

function constantsOf(members: unknown, prefix: string): Known {
  return Object.fromEntries(
    Object.entries(isObject(members) ? members : {}).flatMap(([name, value]) =>
      isConstant(value) ? [[`${prefix}${name}`, [value]] as const] : [],
    ),
  );
}

function isConstant(value: unknown): value is string | number | boolean {
  return typeof value === 'string' ? !isComputed(value) : typeof value === 'number' || typeof value === 'boolean';
}

function isComputed(text: string): boolean {
  return text.startsWith('=') || text.includes('{{') || text.includes('{%');
}
