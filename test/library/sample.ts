import type { Entity, ObjectWord } from '../../src/language/scope.js';
import type { ValueType } from '../../src/language/valueType.js';
import { isObject } from '../../src/model/json.js';
import { vocabulary } from '../../src/vocabulary/index.js';

/** A text that breaks what is not escaped: an attribute, an element, an entity. */
export const nasty = `Ann "O'Neil"><x-mark>&`;

type Objects = Readonly<Record<string, ObjectWord>>;

/** An object of which every field is there: as the event's example has it, the others made up. */
export function richSample(name: string, objects: Objects, example: unknown): Entity {
  // An object is made as an object.
  return over(valueOf({ type: 'object', name }, objects, 0), example) as Entity;
}

/** An object that is there and holds nothing but its identity. */
export function bareSample(name: string): Entity {
  return name === 'order' ? { id: 17, number: '17A', customer: { id: 7 } } : { id: 7 };
}

export function sampleOfType(type: ValueType, objects: Objects): unknown {
  return valueOf(type, objects, 0);
}

/** Data of the example events that are about something, one over the other. */
export function exampleOf(member: string): unknown {
  return vocabulary.events
    .flatMap(({ carries, example }) => (member in carries && example[member] !== undefined ? [example[member]] : []))
    .reduce<unknown>((all, each) => over(all, each), {});
}

const deepest = 3;

function valueOf(type: ValueType, objects: Objects, depth: number): unknown {
  switch (type.type) {
    case 'string':
      return type.enumeration === undefined ? nasty : 'some';
    case 'number':
      return 3;
    case 'boolean':
      return true;
    case 'timestamp':
      return '2026-03-20 12:00:00';
    case 'duration':
      return '2h';
    case 'list':
      return depth >= deepest ? [] : [valueOf(type.of, objects, depth + 1), valueOf(type.of, objects, depth + 1)];
    case 'map':
      return {};
    case 'object':
      return depth >= deepest ? { id: 7 } : entityOf(objects[type.name], objects, depth);
    case 'any':
      return nasty;
  }
}

/** Fields that crmctl computes come from the others; lists and links of the same name are raw data too. */
function entityOf(word: ObjectWord | undefined, objects: Objects, depth: number): Entity {
  const fields = Object.entries(word?.fields ?? {}).filter(
    ([, { type, compute }]) => compute === undefined || (type.type === 'list' && type.of.type === 'object'),
  );
  return Object.fromEntries(fields.map(([name, { type }]) => [name, valueOf(type, objects, depth + 1)]));
}

/** The example decides numbers, codes and structure; what is made up for free text stays, to be escaped. */
function over(made: unknown, example: unknown): unknown {
  if (Array.isArray(made) && Array.isArray(example)) return example.map((each) => over(made[0], each));
  if (isObject(made) && isObject(example)) {
    const merged = Object.entries(example).map(([key, each]) => [key, over(made[key], each)] as const);
    return { ...made, ...Object.fromEntries(merged) };
  }
  return made === nasty ? made : (example ?? made);
}
