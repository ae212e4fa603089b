import type { ProjectConfig } from './project.js';
import type { Ambient, Entity, Environment } from './scope.js';
import { number, record, string, timestamp, type ValueType } from './valueType.js';

/** Variables of every condition, value and text, wherever it stands; they never come with an event. */
export function variablesEverywhere({ shop = {} }: Pick<ProjectConfig, 'shop'>): {
  readonly now: ValueType;
  readonly shop: ValueType;
} {
  const fields = Object.entries(shop).map(
    ([key, value]) => [key, typeof value === 'number' ? number : string] as const,
  );
  return { now: timestamp, shop: record(shopName, Object.fromEntries(fields)) };
}

const shopName = 'shop';

/** Variables of a message's texts: of every text, and `locale`, the language in which it is written. */
export function variablesOfMessages(config: Pick<ProjectConfig, 'shop'>): Readonly<Record<string, ValueType>> {
  return { ...variablesEverywhere(config), locale: string };
}

type Given = Pick<Environment, 'variables' | 'locale'>;

/** How a variable is read that does not come with an event; `undefined`: it is one of the place's own. */
export function givenReader(name: string, { variables, locale }: Given): ((ambient: Ambient) => unknown) | undefined {
  if (name === 'now') return ({ now }) => now;
  if (name === 'locale' && locale !== undefined) return () => locale;
  const type = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return name === shopName && type && isShop(type) ? ({ facts }): Entity => facts.shop ?? {} : undefined;
}

/** Those among the variables that do not come with an event. */
export function givenVariables(environment: Given): Environment['variables'] {
  const { variables } = environment;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => givenReader(name, environment) !== undefined));
}

export function isShop(type: ValueType): boolean {
  return type.type === 'object' && type.name === shopName && type.fields !== undefined;
}

/** Where a text of the shop that is read and not there would be written. */
export function shopSuggestion(key: string): string {
  return `write it in crmctl.yaml: shop: {${key}: …}`;
}
