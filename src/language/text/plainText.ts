import { isObject } from '../../model/json.js';
import { givenReader } from '../everywhere.js';
import type { Ambient, Environment, Scope, SourceProblem, Text } from '../scope.js';
import type { ValueType } from '../valueType.js';
import { memberType, pathTo, unknownMember, unknownVariable, unprintable } from './members.js';
import type { Range } from './members.js';
import { escapeHtml, isEmpty, printed } from './print.js';
import type { Part } from './scan.js';
import { fieldOf, memberOf, readField, wrap } from './value.js';

/**
 * Compiles a text of literal parts and plain interpolations (`{{ order.number }}`, `{{ customer.firstName|default('x') }}`)
 * to closures; most texts are of this kind and a back-test renders hundreds of thousands of them. `undefined`: the text
 * needs the template engine, which gives the same results for these.
 */
export function compilePlainText(
  source: string,
  parts: readonly Part[],
  environment: Environment,
  escape: boolean,
): { readonly text: Text } | { readonly problems: readonly SourceProblem[] } | undefined {
  if (environment.open === true) return undefined;
  const pieces: Piece[] = [];
  const problems: SourceProblem[] = [];
  const reads = new Set<string>();
  for (const part of parts) {
    if (part.part === 'text') pieces.push(unixLines(source.slice(part.start, part.end)));
    else if (part.part === 'print' && !part.trims) {
      const path = readPath(source, part.inner, part.innerEnd);
      if (path === undefined) return undefined;
      const compiled = compilePath(path, environment);
      if ('problem' in compiled) problems.push(compiled.problem);
      else {
        pieces.push({ ...path, read: compiled.read });
        if (path.names.length > 1) reads.add(compiled.path);
      }
    } else return undefined;
  }
  if (problems.length > 0) return { problems };
  return { text: { source, reads: [...reads].sort(), render: (scope) => renderPieces(pieces, scope, escape) } };
}

/** Twig reads every line end as `\n`. */
function unixLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

interface PlainPath {
  readonly text: string;
  readonly names: readonly (Range & { readonly name: string })[];
  readonly fallback: string | undefined;
}
type Read = (scope: Scope) => unknown;
type Piece = string | (PlainPath & { readonly read: Read });

function renderPieces(
  pieces: readonly Piece[],
  scope: Scope,
  escape: boolean,
): { readonly text: string } | { readonly missing: string } {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      continue;
    }
    const value = piece.read(scope);
    if (piece.fallback !== undefined && isEmpty(value)) {
      // Part of the template, like its literal text: not escaped.
      text += piece.fallback;
      continue;
    }
    const shown = printed(value);
    if (shown === undefined) return { missing: piece.text };
    text += escape ? escapeHtml(shown) : shown;
  }
  return { text };
}

const pattern =
  /^\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(?:\|\s*default\s*\(\s*(?:'([^'\\]*)'|"([^"\\#]*)")\s*\)\s*)?$/;
const reserved = new Set([
  'true',
  'false',
  'null',
  'none',
  'TRUE',
  'FALSE',
  'NULL',
  'NONE',
  'not',
  '_self',
  '_context',
  '_charset',
]);

function readPath(source: string, start: number, end: number): PlainPath | undefined {
  const inner = source.slice(start, end);
  const match = pattern.exec(inner);
  if (!match) return undefined;
  const text = match[1]!;
  const fallback = match[2] ?? match[3];
  let at = start + inner.indexOf(text);
  const names = text.split('.').map((name) => {
    const range = { name, start: at, end: at + name.length };
    at = range.end + 1;
    return range;
  });
  return reserved.has(names[0]!.name)
    ? undefined
    : { text, names, fallback: fallback === undefined ? undefined : unixLines(fallback) };
}

function compilePath(
  { names, text }: PlainPath,
  environment: Environment,
): { readonly read: Read; readonly path: string } | { readonly problem: SourceProblem } {
  const [root, ...members] = names as [PlainPath['names'][number], ...PlainPath['names']];
  let type = Object.hasOwn(environment.variables, root.name) ? environment.variables[root.name] : undefined;
  if (type === undefined) return { problem: unknownVariable(root.name, root, environment) };
  const steps: Step[] = [];
  let path = root.name;
  for (const member of members) {
    const next = memberType(type, member.name, environment);
    if (next === undefined) return { problem: unknownMember(type, member.name, member, environment) };
    steps.push(stepTo(member.name, type, environment));
    path = pathTo({ type, path }, member.name) ?? path;
    type = next;
  }
  const whole = { start: root.start, end: names.at(-1)!.end };
  const problem = unprintable(type, text, whole, environment);
  return problem ? { problem } : { read: reader(root.name, steps, type, environment), path };
}

/** From the raw value of one member to the raw value of the next. */
type Step = (raw: unknown, ambient: Ambient) => unknown;

function reader(root: string, steps: readonly Step[], type: ValueType, environment: Environment): Read {
  const { objects } = environment;
  const given = givenReader(root, environment);
  const plain =
    type.type === 'number' || type.type === 'boolean' || (type.type === 'string' && type.enumeration === undefined);
  return (scope) => {
    const { ambient } = scope;
    let raw = given ? given(ambient) : scope[root];
    for (const step of steps) raw = step(raw, ambient);
    return plain ? (raw ?? null) : wrap(raw, type, { ambient, objects });
  };
}

function stepTo(name: string, type: ValueType, { objects }: Environment): Step {
  const word = type.type === 'object' && !type.fields ? objects[type.name] : undefined;
  const field = word && fieldOf(word, name);
  if (field) return (raw, ambient) => (isObject(raw) ? readField(raw, name, field, ambient) : undefined);
  if (type.type === 'string')
    return (raw, ambient) => memberOf(wrap(raw, type, { ambient, objects }), name, { ambient, objects });
  if (type.type === 'list') return (raw) => (Array.isArray(raw) ? (raw[Number(name)] as unknown) : undefined);
  return (raw) =>
    isObject(raw) && Object.hasOwn(raw, name)
      ? raw[name]
      : Array.isArray(raw)
        ? (raw[Number(name)] as unknown)
        : undefined;
}
