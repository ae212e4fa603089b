import { isAlias, type Alias, type Node } from 'yaml';
import { anchorOf } from '../anchors.js';
import { deepest } from '../depth.js';
import type { Shape } from '../shape.js';
import * as collections from './collections.js';
import { readData } from './data.js';
import { readDispatch } from './dispatch.js';
import * as expressions from './expressions.js';
import { readFileText } from './files.js';
import { readObject } from './objects.js';
import * as scalars from './scalars.js';
import * as times from './times.js';
import { report, type Walk } from './walk.js';

/** Reads a node as its shape wants it: plain JSON, or `undefined` after a report. */
type Reader<Name extends Shape['shape'] = Shape['shape']> = (
  shape: Extract<Shape, { shape: Name }>,
  node: Node,
  walk: Walk,
) => unknown;

const readers: { readonly [Name in Shape['shape']]: Reader<Name> } = {
  string: scalars.readString,
  number: scalars.readNumber,
  boolean: scalars.readBoolean,
  choice: scalars.readChoice,
  reference: scalars.readReference,
  code: scalars.readCode,
  path: scalars.readPath,
  event: scalars.readEvent,
  list: collections.readList,
  oneOrMany: collections.readOneOrMany,
  map: collections.readMap,
  either: collections.readEither,
  lazy: collections.readLazy,
  object: readObject,
  dispatch: readDispatch,
  condition: expressions.readCondition,
  value: expressions.readValue,
  text: expressions.readText,
  data: readData,
  duration: times.readDuration,
  time: times.readTime,
  hours: times.readHours,
  date: times.readDate,
  moment: times.readMoment,
  cron: times.readCron,
  file: readFileText,
};

/** Aliases may repeat parts of the document, but not blow it up. */
const mostAliases = 1000;
const mostRepeated = 100_000;

export function read(shape: Shape, node: Node, walk: Walk): unknown {
  if (isAlias(node)) return readAlias(shape, node, walk);
  if (walk.following.size > 0 && ++walk.repeated > mostRepeated)
    return walk.repeated === mostRepeated + 1
      ? report(walk, 'badAlias', node, `aliases repeat more than ${mostRepeated} values in one document`)
      : undefined;
  // The table has a reader of exactly this shape under its name; TypeScript cannot correlate the two.
  return (readers[shape.shape] as Reader)(shape, node, walk);
}

function readAlias(shape: Shape, node: Alias, walk: Walk): unknown {
  if (++walk.followed > mostAliases)
    return walk.followed === mostAliases + 1
      ? report(walk, 'badAlias', node, `more than ${mostAliases} aliases in one document`)
      : undefined;
  if (walk.path.length > deepest)
    return report(walk, 'badAlias', node, `the alias "*${node.source}" stands inside too many others`);
  const target = anchorOf(node, walk.document);
  if (!target)
    return report(
      walk,
      'badAlias',
      node,
      `there is no anchor "&${node.source}" before this alias`,
      `a text that begins with * stands in quotes: "*${node.source}"`,
    );
  if (walk.following.has(target))
    return report(walk, 'badAlias', node, `the alias "*${node.source}" stands inside what it repeats`);
  walk.following.add(target);
  const value = read(shape, target, walk);
  walk.following.delete(target);
  return value;
}

/** Reads a member: the path is longer by `step` meanwhile. */
export function readAt(step: string | number, shape: Shape, node: Node, walk: Walk): unknown {
  walk.path.push(step);
  const value = read(shape, node, walk);
  walk.path.pop();
  return value;
}
