import { describe, expect, test } from 'vitest';
import { isObject } from '../../src/model/json.js';
import { project, roles, scopeOf, textsOf } from './texts.js';

/** The templates that a part of a trigger names: `template: code`, or a choice between several. */
function templatesIn(spec: unknown): readonly string[] {
  if (Array.isArray(spec)) return spec.flatMap(templatesIn);
  if (!isObject(spec)) return [];
  return Object.entries(spec).flatMap(([key, value]) => {
    if (key !== 'template') return templatesIn(value);
    const named = isObject(value)
      ? Object.entries(value).flatMap(([name, code]) => (name === 'by' ? [] : [code]))
      : [value];
    return named.filter((code) => typeof code === 'string').filter((code) => roles.has(code));
  });
}

const triggers = project.ofKind('Trigger');
const sentBy = (isOne: (messageClass: unknown) => boolean) =>
  new Set(triggers.filter(({ spec }) => isOne(spec['class'])).flatMap(({ spec }) => templatesIn(spec)));
const marketing = sentBy((messageClass) => messageClass === 'marketing');
const others = sentBy((messageClass) => messageClass !== 'marketing');

/** In each language, whether the letter leads to where its reader unsubscribes. */
function unsubscribes(code: string): ReadonlyMap<string, boolean> {
  const scope = scopeOf(roles.get(code)!.address, 'rich');
  const letters = textsOf(code).filter(({ part }) => part === 'html');
  return new Map(
    letters.map(({ name, text }) => {
      const shown = text!.render(scope);
      return [name, 'text' in shown && shown.text.includes('https://shop.example/unsubscribe?customer=')];
    }),
  );
}

describe('whoever gets advertising can leave it', () => {
  const letters = [...roles.keys()].filter((code) => unsubscribes(code).size > 0);

  test('every template is sent by something', () => {
    expect([...roles.keys()].filter((code) => !marketing.has(code) && !others.has(code))).toEqual([]);
  });

  test('a letter says in each of its languages how to unsubscribe, or in none', () => {
    for (const code of letters) expect([code, new Set(unsubscribes(code).values()).size]).toEqual([code, 1]);
  });

  test('those of marketing do; of the others those about a cart and the price list, which one can have enough of, too', () => {
    const leaving = letters.filter((code) => [...unsubscribes(code).values()].every(Boolean));
    const byWish = ['abandoned-cart-cascade', 'abandoned-cart-first-hours', 'price-list'];
    expect(new Set(leaving)).toEqual(new Set([...letters.filter((code) => marketing.has(code)), ...byWish]));
    expect(leaving.length).toBeLessThan(letters.length);
  });

  test('a message about one order is sent by triggers of one class', () => {
    expect([...marketing].filter((code) => others.has(code))).toEqual(['price-list']);
  });
});
