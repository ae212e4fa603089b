import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roles, scopeOf, textsOf } from './texts.js';

/** The texts of a template with these parameters, in a language. */
function said(code: string, language: 'ru' | 'en', params: Readonly<Record<string, unknown>>): string {
  const scope = { ...scopeOf(roles.get(code)!.address, 'rich') };
  scope['params'] = { ...(scope['params'] as object), ...params }; // parameters are a map
  return textsOf(code)
    .filter(({ name }) => name.startsWith(language))
    .map(({ text }) => {
      const shown = text!.render(scope);
      return 'text' in shown ? shown.text : '';
    })
    .join('\n');
}

describe('what letters count', () => {
  test.each([
    [1, '1 бонус.'],
    [3, '3 бонуса.'],
    [11, '11 бонусов.'],
    [21, '21 бонус.'],
    [112, '112 бонусов.'],
    [1500, '1 500 бонусов.'],
  ])('%d bonuses in Russian: %s', (reward, words) => {
    expect(said('referral-thanks', 'ru', { reward })).toContain(`Начислили вам ${words.slice(0, -1)}:`);
    expect(said('referral-thanks', 'ru', { reward })).toContain(`начислили ${words}`);
  });

  test('bonuses in English', () => {
    expect(said('referral-thanks', 'en', { reward: 1 })).toMatch(/\b1 bonus\b/);
    expect(said('referral-thanks', 'en', { reward: 2 })).toMatch(/\b2 bonuses\b/);
  });

  test('money with kopecks only where there are some, and in a letter never over two lines', () => {
    const sums = fc.integer({ min: 1, max: 10_000_000 }).map((kopecks) => kopecks / 100);
    fc.assert(
      fc.property(sums, (amount) => {
        const text = said('one-click-invoice', 'ru', { amount });
        const [, shown] = /К оплате: <span style="white-space:nowrap;">([\d ,]+) ₽<\/span>/.exec(text)!;
        expect(Number(shown!.replaceAll(' ', '').replace(',', '.'))).toBe(amount);
        expect(shown!.includes(',')).toBe(!Number.isInteger(amount));
      }),
    );
  });

  test('the phone of the shop is called by a tap', () => {
    expect(said('one-click-invoice', 'ru', {})).toContain('href="tel:+74950000000" class="link"');
  });
});
