import { macros } from '../../src/language/expression/macros.js';
import { specials } from '../../src/language/expression/specials.js';
import { standardFunctions } from '../../src/language/expression/standard/index.js';
import { fits } from '../../src/language/expression/types.js';
import type { Environment, FunctionWord } from '../../src/language/scope.js';
import { boolean, duration, listOf, number, string, timestamp, type ValueType } from '../../src/language/valueType.js';
import type { Luck } from './luck.js';

/** Expressions that are well typed by the environment, most of the time: the words are those that it declares. */
export interface Expressions {
  of(type: ValueType, depth?: number): string;
  /** A call of this function. */
  call(word: FunctionWord): string;
  /** A field or what is below one, by its path, and its type. */
  path(): { readonly source: string; readonly type: ValueType };
}

/** Types that conditions compute with. */
export const plainTypes: readonly ValueType[] = [boolean, number, string, timestamp, duration];

export const functionsOf = ({ functions }: Environment): readonly FunctionWord[] => [
  ...standardFunctions,
  ...functions,
];

const zones = ['"Europe/Moscow"', '"Asia/Almaty"'];

export function expressionsOf(luck: Luck, environment: Environment): Expressions {
  let names = 0;

  function path(): { source: string; type: ValueType } {
    let source = luck.pick(Object.keys(environment.variables));
    let type = environment.variables[source]!;
    while (luck.between(0, 5) > 0) {
      const members = membersOf(type);
      if (members.length > 0) {
        const [member, of] = luck.pick(members);
        [source, type] = [`${source}.${member}`, of];
      } else if (type.type === 'list') [source, type] = [`${source}[${luck.between(0, 2)}]`, type.of];
      else if (type.type === 'map') [source, type] = [`${source}["${luck.pick(['a', 'score'])}"]`, type.of];
      else if (type.type === 'any' && luck.rarely(3)) source = `${source}.${luck.pick(['id', 'x'])}`;
      else break;
    }
    return { source, type };
  }

  function membersOf(type: ValueType): readonly (readonly [string, ValueType])[] {
    if (type.type !== 'object') return [];
    if (type.fields !== undefined) return Object.entries(type.fields);
    return Object.entries(environment.objects[type.name]?.fields ?? {}).map(([name, field]) => [name, field.type]);
  }

  function fieldOf(type: ValueType): string | undefined {
    for (let tries = 0; tries < 12; tries++) {
      const found = path();
      if (found.type.type !== 'any' && fits(found.type, type)) return found.source;
    }
    return luck.rarely(3) ? path().source : undefined;
  }

  function literal(type: ValueType): string {
    switch (type.type) {
      case 'number':
        return luck.pick(['0', '1', '3000', '0.5', '-2', '1e3', '7']);
      case 'boolean':
        return luck.pick(['true', 'false']);
      case 'timestamp':
        return luck.pick(['now', 'timestamp("2026-03-03")', 'timestamp("2026-03-02 10:00")']);
      case 'duration':
        return luck.pick(['hours(2)', 'days(1)', 'months(1)', 'duration("90m")', 'years(1)', 'weeks(2)', 'minutes(5)']);
      case 'list':
        return `[${luck.some(0, 3, () => literal(type.of)).join(', ')}]`;
      case 'map':
        return `{"a": ${literal(type.of)}}`;
      case 'string':
        return type.enumeration === undefined
          ? luck.pick(['"a"', '""', '"+79990000001"', '"1"', '"№ 😀"', ...zones])
          : JSON.stringify(luck.pick([...(environment.enumerations[type.enumeration]?.codes ?? []), 'other']));
      default:
        return luck.pick(['null', '"a"', '1', 'true', '[1]', '{"id": 1}']);
    }
  }

  function of(type: ValueType, depth = 3): string {
    if (luck.rarely(40)) return of(luck.pick(plainTypes), depth - 1); // ill typed
    if (depth <= 0 || luck.rarely(3)) return (luck.rarely(4) ? undefined : fieldOf(type)) ?? literal(type);
    const ways = [...(operators[type.type] ?? []), anyCall, choice, orElse, reach];
    return luck.pick(ways)(type, depth - 1) ?? literal(type);
  }

  type Way = (type: ValueType, depth: number) => string | undefined;

  const infix =
    (words: readonly string[], left: () => ValueType, right = left): Way =>
    (_, depth) => {
      const type = left();
      return `(${of(type, depth)} ${luck.pick(words)} ${of(right === left ? type : right(), depth)})`;
    };
  const fixed = (type: ValueType) => () => type;
  const someType = () => luck.pick(plainTypes);
  const list = (depth: number): { source: string; of: ValueType } => {
    const found = Array.from({ length: 8 }, path).find((each) => each.type.type === 'list');
    if (found?.type.type === 'list') return { source: found.source, of: found.type.of };
    const type = someType();
    return { source: of(listOf(type), depth), of: type };
  };
  /** What stands behind a name that is bound to an element. */
  const within = (type: ValueType, make: (name: string, inner: Expressions) => string): string => {
    const name = `v${names++}`;
    const variables = { ...environment.variables, [name]: type };
    return make(name, expressionsOf(luck, { ...environment, variables }));
  };
  const question: Way = (_, depth) => {
    const elements = list(depth);
    const macro = luck.pick(Object.keys(macros).filter((each) => each !== 'map' && each !== 'filter'));
    return within(
      elements.of,
      (name, inner) => `${elements.source}.${macro}(${name}, ${inner.of(boolean, Math.min(1, depth))})`,
    );
  };
  const mapping: Way = (type, depth) => {
    if (type.type !== 'list') return undefined;
    const wanted = type.of;
    if (luck.rarely(2))
      return within(wanted, (name, inner) => `${of(type, depth)}.filter(${name}, ${inner.of(boolean, depth - 1)})`);
    const elements = list(depth);
    return within(elements.of, (name, inner) => `${elements.source}.map(${name}, ${inner.of(wanted, depth - 1)})`);
  };

  const operators: Partial<Record<ValueType['type'], readonly Way[]>> = {
    boolean: [
      infix(['==', '!=', '<', '<=', '>', '>='], someType),
      infix(['&&', '||'], fixed(boolean)),
      (_, depth) => `!(${of(boolean, depth)})`,
      (_, depth) => {
        const type = someType();
        return `(${of(type, depth)} in ${of(listOf(type), depth)})`;
      },
      () => `(${path().source} ${luck.pick(['==', '!='])} null)`,
      () => `has(${path().source})`,
      (_, depth) => `${of(string, depth)}.matches("${luck.pick(['^a', '[0-9]+', '(a|b)*', '(a'])}")`,
      question,
    ],
    number: [
      infix(['+', '-', '*', '/', '%'], fixed(number)),
      infix(['/'], fixed(duration)),
      (_, depth) => `-(${of(number, depth)})`,
      (_, depth) => `size(${luck.pick([of(string, depth), list(depth).source])})`,
    ],
    string: [infix(['+'], fixed(string))],
    timestamp: [infix(['+', '-'], fixed(timestamp), fixed(duration))],
    duration: [
      infix(['-'], fixed(timestamp)),
      infix(['+', '-'], fixed(duration)),
      infix(['*', '/'], fixed(duration), fixed(number)),
    ],
    list: [mapping, (type, depth) => `(${of(type, depth)} + ${of(type, depth)})`],
  };

  const choice: Way = (type, depth) => `(${of(boolean, depth)} ? ${of(type, depth)} : ${of(type, depth)})`;
  const orElse: Way = (type, depth) => `${fieldOf(type) ?? path().source}.orValue(${of(type, depth)})`;
  const reach: Way = (type, depth) => `${of(listOf(type), depth)}[${of(number, 0)}]`;
  const anyCall: Way = (type, depth) => {
    const words = functionsOf(environment).filter(
      ({ binds, overloads }) =>
        (binds !== undefined && type.type === 'list') ||
        overloads.some(({ result, infer }) => fits(result, type) && (infer !== undefined || result.type !== 'any')),
    );
    return words.length === 0 ? undefined : call(luck.pick(words), depth);
  };

  function call(word: FunctionWord, depth = 2): string {
    if (word.binds !== undefined) return search(word.name, word.binds, depth);
    const { parameters } = luck.pick(word.overloads);
    const given = parameters.map((parameter, index) => {
      if (parameter.type === 'string' && parameter.enumeration !== undefined) return literal(parameter);
      if (parameter.type === 'object') return objectOf(parameter) ?? 'null';
      if (parameter.type === 'list' && parameter.of.type === 'any') return list(depth).source;
      if (index > 0 && luck.rarely(3) && parameter.type === 'string') return luck.pick(zones);
      return of(parameter, depth - 1);
    });
    const [receiver, ...others] = given;
    return receiver !== undefined && luck.rarely(3)
      ? `(${receiver}).${word.name}(${others.join(', ')})`
      : `${word.name}(${given.join(', ')})`;
  }

  function objectOf(type: ValueType): string | undefined {
    const found = Array.from({ length: 20 }, path).find((each) => each.type.type === 'object' && fits(each.type, type));
    return found?.source;
  }

  function search(name: string, binds: NonNullable<FunctionWord['binds']>, depth: number): string {
    if (binds.over === 'list') {
      const elements = list(depth);
      return within(
        elements.of,
        (bound, inner) => `${elements.source}.${name}(${bound}, ${inner.of(binds.yields, 1)})`,
      );
    }
    const type: ValueType = { type: 'object', name: binds.over.object };
    return within(type, (bound, inner) => {
      const fields = Object.keys(binds.lookups ?? {});
      const narrow = `${bound}.${luck.pick(fields)} == ${of(string, 1)}`;
      return `${name}(${bound}, ${narrow} && ${inner.of(boolean, Math.min(1, depth))})`;
    });
  }

  return { of, call, path };
}

/** Words of the grammar that have a branch of their own above. */
export const covered = new Set(['has', 'orValue', 'matches', 'filter', 'map', 'all', 'exists', 'exists_one']);
export const ofGrammar: readonly string[] = [...Object.keys(specials), ...Object.keys(macros)];
