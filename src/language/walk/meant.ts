import { isMap, isScalar, isSeq, Scalar, type Node } from 'yaml';
import { alternatives, dispatchWords, lazyTarget } from '../memberShapes.js';
import type { DispatchShape, ObjectShape, Shape } from '../shape.js';
import { exampleAt } from './examples.js';
import { textOf, type Walk } from './walk.js';

/** What stands where another form of value is wanted, written in that form: the suggestions of CRM105. */

/** `repeat: 3` → `repeat: {max: 3, do: …}` */
export function asMap(shape: ObjectShape, node: Node, walk: Walk): string | undefined {
  const value = inline(node, walk);
  const takes = (key: string) => takesScalar(shape.fields[key]!, node, walk);
  const sets = alternatives(shape).map((keys) => keys.find(takes) ?? keys[0]!);
  const keys = [...(shape.required ?? []), ...sets];
  const own = keys.find(takes);
  if (value === undefined || own === undefined) return undefined;
  return write(walk, `{${keys.map((key) => `${key}: ${key === own ? value : '…'}`).join(', ')}}`);
}

/** `on: order.created` → `on: {event: order.created}` */
export function asWord(shape: DispatchShape, node: Node, walk: Walk): string | undefined {
  const words = dispatchWords(shape);
  const text = textOf(node);
  if (text === undefined) return undefined;
  const named = Object.hasOwn(words, text) ? words[text]!.example : undefined;
  if (named !== undefined) return `write it with what it takes, for example ${named}`;
  const [own] = Object.entries(words)
    .filter(([, { value }]) => isNamed(value) && takesScalar(value, node, walk))
    .sort(([, { required: a = [] }], [, { required: b = [] }]) => a.length - b.length);
  if (own === undefined) return `one of ${Object.keys(words).join(', ')}`;
  const beside = (own[1].required ?? []).map((key) => `, ${key}: …`);
  return write(walk, `{${own[0]}: ${text}${beside.join('')}}`);
}

/** A value that names an event or a field can be told from any other text. */
function isNamed(shape: Shape): boolean {
  return shape.shape === 'event' || shape.shape === 'path' || (shape.shape === 'oneOrMany' && isNamed(shape.of));
}

/** `do: {…}` → `do: [{…}]` */
export function asList(node: Node, walk: Walk): string | undefined {
  const value = inline(node, walk);
  // A field that holds a list, or what makes one.
  if (isScalar(node) && value !== undefined && /^[a-z]\w*(\.\w+)+(\(.*\))?$/.test(value))
    return write(walk, `=${value}`);
  return value === undefined ? 'begin each item with "- "' : write(walk, `[${value}]`);
}

/** `note: {text: Hello}` → `note: Hello`; `mode: [single]` → `mode: single` */
export function asScalar(node: Node, walk: Walk): string | undefined {
  const members = isMap(node) ? node.items.map(({ value }) => value) : isSeq(node) ? node.items : [];
  const [only] = members;
  const value = members.length === 1 && isScalar(only) ? inline(only, walk) : undefined;
  return value === undefined ? undefined : write(walk, value);
}

/** How the example of the kind or word has it. */
export function asExample(walk: Walk): string | undefined {
  const example = walk.atKey ? undefined : exampleAt(walk);
  return example === undefined ? undefined : `for example ${underKey(walk, example)}`;
}

function write(walk: Walk, value: string): string {
  return `write ${underKey(walk, value)}`;
}

function underKey(walk: Walk, value: string): string {
  const last = walk.path.filter((_, depth) => !walk.singles.has(depth)).at(-1);
  return typeof last === 'string' ? `${last}: ${value}` : value;
}

/** Longer ones are not repeated in a suggestion. */
const longest = 80;

/** The source of a value, as it may stand inside brackets. */
function inline(node: Node, { source }: Walk): string | undefined {
  const text = node.range ? source.text.slice(node.range[0], node.range[1]).trim() : '';
  if (text === '' || text.includes('\n') || text.length > longest) return undefined;
  return isScalar(node) && node.type === Scalar.PLAIN && /[[\]{},#]|: /.test(text) ? JSON.stringify(text) : text;
}

function takesScalar(shape: Shape, node: Node, walk: Walk): boolean {
  const text = textOf(node);
  if (!isScalar(node) || text === undefined) return false;
  switch (shape.shape) {
    case 'number':
    case 'boolean':
      return typeof node.value === shape.shape;
    case 'string':
    case 'text':
    case 'reference':
    case 'code':
    case 'condition':
      return typeof node.value === 'string';
    case 'choice':
      return shape.of.includes(text);
    case 'event':
      return walk.isEvent(text);
    case 'path':
      return /^[a-z]\w*(\.\w+)+$/i.test(text) && !walk.isEvent(text);
    case 'duration':
      return /^\d+[a-z]+/.test(text);
    case 'value':
      return text.startsWith('=') || takesScalar(shape.literal, node, walk);
    case 'either':
      return shape.scalar !== undefined && takesScalar(shape.scalar, node, walk);
    case 'oneOrMany':
      return takesScalar(shape.of, node, walk);
    case 'lazy':
      return takesScalar(lazyTarget(shape), node, walk);
    default:
      return false;
  }
}
