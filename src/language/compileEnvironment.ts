import type { Vocabulary } from '../vocabulary/word.js';
import type { Account } from './account.js';
import { oncePerProject } from './once.js';
import type { Project, Resource } from './project.js';
import type { Field, ObjectWord } from './scope.js';
import type { Enumeration, ValueType } from './valueType.js';

type Spec = Readonly<Record<string, unknown>>;

/**
 * The codes that conditions may compare with, by enumeration: what the kinds declare (`status`, `orderType` …), the codes of
 * every kind's resources under the kind's name (`calendar`), the event types. One is closed once the project declares a
 * member or the account is known (docs/language.md#write-conditions-values-and-texts); codes of a kind that lives in the automation alone are closed from the start. A
 * release was checked with the account; what else the CRM has is not in it, so the CRM's codes stay open there.
 */
export const enumerationsOf = oncePerProject((project, words): Readonly<Record<string, Enumeration>> => {
  const codes = new Map<string, Set<string>>();
  const closed = new Set<string>();
  const add = (enumeration: string, members: readonly string[], closes = true): void => {
    const known = codes.get(enumeration) ?? new Set();
    for (const member of members) known.add(member);
    codes.set(enumeration, known);
    if (members.length > 0 && closes) closed.add(enumeration);
  };
  add('event', eventTypes(project, words));
  for (const word of words.kinds) {
    const own = enumerationOfKind(word.kind);
    if (word.declares === undefined && word.executor === 'runner') closed.add(own);
    if (word.declares === undefined) add(own, []);
  }
  for (const { word, spec, code } of declared(project, words)) {
    if (word.declares === undefined) add(enumerationOfKind(word.kind), [code], !project.released);
    for (const [enumeration, members] of Object.entries(word.declares?.(spec) ?? {}))
      add(enumeration, members, !project.released);
  }
  for (const [enumeration, members] of Object.entries(project.account?.codes ?? {})) {
    add(enumeration, members);
    closed.add(enumeration);
  }
  return Object.fromEntries(
    [...codes].map(([name, members]) => [name, { name, closed: closed.has(name), codes: members }]),
  );
});

/** The project in an account: of the account's fields only those that no document declares. */
export function withAccount(project: Project, { codes, fields }: Account, words: Vocabulary): Project {
  const own = declared(project, words).map(({ word, spec }) => word.fields?.(spec) ?? {});
  const isOwn = (object: string, field: string): boolean => own.some((added) => added[object]?.[field] !== undefined);
  const others = Object.entries(fields).map(([object, members]) => [
    object,
    Object.fromEntries(Object.entries(members).filter(([field]) => !isOwn(object, field))),
  ]);
  return { ...project, account: { codes, fields: Object.fromEntries(others) } };
}

/** Objects by name, with what the account and the project add to them: custom fields. */
export const objectsOf = oncePerProject((project, words): Readonly<Record<string, ObjectWord>> => {
  const added = new Map<string, Record<string, Field>>(
    Object.entries(project.account?.fields ?? {}).map(([object, fields]) => [object, documented(fields)]),
  );
  for (const { word, spec } of declared(project, words)) {
    for (const [object, fields] of Object.entries(word.fields?.(spec) ?? {}))
      added.set(object, Object.assign(added.get(object) ?? {}, fields));
  }
  const all = [...words.objects, ...words.functions.flatMap((word) => word.objects ?? [])];
  return Object.fromEntries(all.map((word) => [word.name, withFields(word, added.get(word.name))]));
});

/** Undeclared members are untyped until the project declares the first one. */
function withFields(word: ObjectWord, added: Readonly<Record<string, Field>> | undefined): ObjectWord {
  if (added === undefined) return word;
  const { rest: _, ...closed } = word;
  return { ...closed, fields: { ...word.fields, ...added } };
}

function documented(fields: Readonly<Record<string, ValueType>>): Record<string, Field> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [name, { type, doc: 'A field of the account.' }]),
  );
}

function declared(
  project: Project,
  words: Vocabulary,
): readonly { word: Vocabulary['kinds'][number]; spec: Spec; code: string }[] {
  const kinds = new Map(words.kinds.map((word) => [word.kind, word]));
  return project.resources.flatMap((resource: Resource) => {
    const word = kinds.get(resource.kind);
    return word === undefined ? [] : [{ word, spec: { ...resource.spec, code: resource.code }, code: resource.code }];
  });
}

function eventTypes(project: Project, words: Vocabulary): readonly string[] {
  const own = project.resources.flatMap(({ sites }) =>
    sites.flatMap((site) => (site.site === 'event' ? [site.source] : [])),
  );
  return [...words.events.map(({ name }) => name), ...own];
}

/** The enumeration of a kind's codes: `StatusGroup` → `statusGroup`. */
export function enumerationOfKind(kind: string): string {
  return kind.charAt(0).toLowerCase() + kind.slice(1);
}
