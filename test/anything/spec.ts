import type { ObjectWord } from '../../src/language/scope.js';
import type { Shape } from '../../src/language/shape.js';
import { isObject } from '../../src/model/json.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import type { Luck } from './luck.js';

/** What a spec may name. */
export interface Names {
  /** Codes of the resources of a kind. */
  readonly resources: (kind: string) => readonly string[];
  readonly codes: (enumeration: string) => readonly string[];
  readonly objects: Readonly<Record<string, ObjectWord>>;
  /** Words and events that shall be in it, where they may. */
  readonly wanted: ReadonlySet<string>;
}

/** Stands for an expression or a text until it is known what is in scope there. */
export const blanks = { condition: 'true', list: '[]', value: '=null', text: 'text' } as const;

const plain = [
  'x',
  'a1',
  '1',
  '5%',
  '09:00',
  'offer.article',
  'custom.ping',
  '3/7d',
  'mon-fri',
  '/x',
  'a@b.ru',
  '+7999',
];
const crons = ['0 11 * * *', '30 2 * * MON', '*/30 9-10 * * *', '0 9 1 * *'];

/** A value of a shape, as YAML would give it; mostly a right one. */
export function specOf(luck: Luck, names: Names): (shape: Shape) => unknown {
  let ids = 0;
  let depth = 0;

  function make(shape: Shape, key?: string): unknown {
    if (luck.rarely(1500)) return luck.pick(['', 'nonsense', 7, true, [], {}]);
    switch (shape.shape) {
      case 'string': {
        if (key === 'id') return `s${ids++}`;
        const fitting = shape.pattern === undefined ? plain : plain.filter((each) => shape.pattern!.test(each));
        return luck.pick(fitting.length > 0 ? fitting : plain);
      }
      case 'number':
        return luck.pick([1, 2, 10, 50, 0].filter((each) => each >= (shape.min ?? 0) && each <= (shape.max ?? 100)));
      case 'boolean':
        return luck.pick([true, false]);
      case 'choice':
        return luck.pick(shape.of);
      case 'list':
        return luck.some(Math.max(1, shape.min ?? 0), 2, () => make(shape.of));
      case 'oneOrMany':
        return luck.rarely(3) ? luck.some(1, 2, () => make(shape.of)) : make(shape.of);
      case 'map':
        return Object.fromEntries(
          luck.some(1, 2, () => [
            String(shape.keys === undefined ? luck.pick(['a', 'b', 'days', 'text']) : make(shape.keys)),
            make(shape.of),
          ]),
        );
      case 'object':
        return objectOf(shape);
      case 'either': {
        const forms = [shape.scalar, shape.list, shape.map].filter((each) => each !== undefined);
        return make(luck.pick(forms), key);
      }
      case 'dispatch':
        return dispatched(shape);
      case 'lazy': {
        // Steps within steps: not for ever.
        depth++;
        const made = make(depth > 3 ? { shape: 'list', of: leafStep } : shape.get());
        depth--;
        return made;
      }
      case 'reference':
        return nameOf(shape.to.flatMap(names.resources), luck.pick(shape.to));
      case 'code':
        return nameOf(names.codes(shape.enumeration));
      case 'condition':
        return shape.yields?.type === 'list' ? blanks.list : blanks.condition;
      case 'value':
        return luck.rarely(2) ? blanks.value : make(shape.literal, key);
      case 'data':
        return luck.pick<unknown>([
          blanks.value,
          1,
          true,
          { a: blanks.value, b: [blanks.value, 'x'] },
          shape.texts === true ? blanks.text : 'x',
        ]);
      case 'text':
        return blanks.text;
      case 'duration':
        return durationOf(shape);
      case 'time':
        return luck.pick(['11:00', '09:30', '23:59']);
      case 'hours':
        return luck.pick(['09:00-18:00', '21:00-10:00']);
      case 'date':
        return luck.pick(['2026-03-03', '2026-02-28']);
      case 'moment':
        return luck.pick(['2026-03-03', '2026-03-02 12:00', '2026-03-04T09:00:00Z']);
      case 'path':
        return pathOf();
      case 'cron':
        return luck.rarely(50) ? '0 0 31 2 *' : luck.pick(crons);
      case 'event': {
        const told = vocabulary.events.filter(({ raw }) => raw !== true || luck.rarely(10));
        const events = [...told.map(({ name }) => name), 'custom.ping'];
        const wanted = events.filter((name) => names.wanted.has(name));
        return luck.pick(wanted.length > 0 && !luck.rarely(3) ? wanted : events);
      }
      case 'file':
        return 'none.txt';
    }
  }

  const leafStep: Shape = {
    shape: 'object',
    fields: { id: { shape: 'string' }, note: { shape: 'text' } },
    required: ['id', 'note'],
  };

  function nameOf(known: readonly string[], kind?: string): string {
    const aliases = vocabulary.kinds.find((word) => word.kind === kind)?.aliases?.words ?? [];
    if (known.length === 0 || luck.rarely(200)) return 'nobody';
    return luck.pick([...known, ...known, ...aliases]);
  }

  function objectOf({ fields, required = [], oneOf = [], rest }: Extract<Shape, { shape: 'object' }>): object {
    const exclusive = new Set(oneOf.flat());
    const one = exclusive.size > 0 ? luck.pick([...exclusive]) : undefined;
    const isThere = (name: string): boolean =>
      exclusive.has(name) ? name === one : required.includes(name) || luck.rarely(3);
    const own = Object.entries(fields).filter(([name, shape]) => isThere(name) && shape.shape !== 'file');
    const more =
      rest === undefined
        ? []
        : luck.some(
            own.length === 0 ? 1 : 0,
            2,
            () => [luck.rarely(4) ? luck.pick(['a', 'b']) : pathOf(), make(rest)] as const,
          );
    return useful(Object.fromEntries([...own.map(([name, shape]) => [name, make(shape, name)] as const), ...more]));
  }

  /** Mostly without the keys that need another one, of which the checks know: something shall be let through. */
  function useful(made: Record<string, unknown>): Record<string, unknown> {
    if (luck.rarely(20)) return made;
    if (!('each' in made)) delete made['orderBy'];
    delete made['migrate'];
    return made;
  }

  function dispatched(shape: Extract<Shape, { shape: 'dispatch' }>): object {
    const words = shape.words();
    const wanted = Object.keys(words).filter((name) => names.wanted.has(name));
    const name = luck.pick(wanted.length > 0 && !luck.rarely(3) ? wanted : Object.keys(words));
    const word = words[name]!;
    const beside = { ...word.siblings, ...shape.common };
    const required = [...(word.required ?? []), ...(shape.required ?? [])];
    const around = objectOf({ shape: 'object', fields: beside, required });
    const value = make(word.value);
    return {
      ...around,
      [name]: name === 'tag' && isObject(value) && !luck.rarely(20) ? { add: 'x', ...value } : value,
    };
  }

  function durationOf({ working, signed, computed, words = [] }: Extract<Shape, { shape: 'duration' }>): unknown {
    const simple = ['90m', '2h', '1d', '30s', '1w', ...words];
    return luck.pick<unknown>([
      ...simple,
      ...(working === true
        ? [
            { for: '2h', calendar: 'office' },
            { for: '1d', calendar: 'office' },
          ]
        : []),
      ...(signed === true ? ['-1d', '-2h'] : []),
      ...(computed === true ? [blanks.value] : []),
    ]);
  }

  function pathOf(): string {
    let [name, path] = luck.pick([
      ['order', 'order'],
      ['order', 'order'],
      ['customer', 'customer'],
      ['cart', 'cart'],
      ['loyaltyAccount', 'loyaltyAccount'],
    ] as const) as [string, string];
    for (;;) {
      const fields = Object.entries(names.objects[name]?.fields ?? {});
      if (fields.length === 0) return path;
      const [member, { type }] = luck.pick(fields);
      path = `${path}.${member}`;
      if (type.type !== 'object' || luck.rarely(2)) return path;
      name = type.name;
    }
  }

  return make;
}
