import type { ProjectConfig } from './project.js';
import type { Ambient, Entity } from './scope.js';
import { number, record, string, timestamp, type ValueType } from './valueType.js';

/** Variables of every condition, value and text, wherever it stands; they come with the ambient, never with an event. */
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

/** How the ambient gives a variable of this name and type; `undefined`: it is one of the place's own. */
export function ambientReader(name: string, type: ValueType): ((ambient: Ambient) => unknown) | undefined {
  if (name === 'now') return ({ now }) => now;
  if (name === 'shop' && isShop(type)) return ({ facts }): Entity => facts.shop ?? {};
  return undefined;
}

/** Those among variables that the ambient gives. */
export function variablesOfAmbient(
  variables: Readonly<Record<string, ValueType>>,
): Readonly<Record<string, ValueType>> {
  return Object.fromEntries(
    Object.entries(variables).filter(([name, type]) => ambientReader(name, type) !== undefined),
  );
}

export function isShop(type: ValueType): boolean {
  return type.type === 'object' && type.name === shopName && type.fields !== undefined;
}

/** Where a text of the shop that is read and not there would be written. */
export function shopSuggestion(key: string): string {
  return `write it in crmctl.yaml: shop: {${key}: …}`;
}
