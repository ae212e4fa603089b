import { describe, expect, test } from 'vitest';
import { roles, scopeOf, textsOf } from './texts.js';

const months = {
  ru: 'января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря',
  en: 'January|February|March|April|May|June|July|August|September|October|November|December',
};
const inWords = {
  ru: new RegExp(`\\b\\d{1,2} (${months.ru})(?![а-я])`),
  en: new RegExp(`\\b(${months.en}) \\d{1,2}\\b`),
};
/** 05.03, 05.03.2026, 2026-03-05, 5 Mar. */
const inFigures =
  /(?<![\d.:/-])(\d{1,2}\.(0[1-9]|1[0-2])(\.\d{2,4})?(?!\d|\.\d)|\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]{2}\b)/;

/** What a customer reads of a message, without its markup. */
function shownOf(
  code: string,
): readonly { readonly name: string; readonly language: 'ru' | 'en'; readonly text: string }[] {
  const scope = scopeOf(roles.get(code)!.address, 'rich');
  return textsOf(code).flatMap(({ name, text }) => {
    const shown = text!.render(scope);
    if (!('text' in shown)) return [];
    const language = name.startsWith('en') ? ('en' as const) : ('ru' as const);
    return [{ name, language, text: shown.text.replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, '') }];
  });
}

describe('a day is written as its language writes it', () => {
  const shown = [...roles.keys()].flatMap((code) => shownOf(code).map((each) => ({ code, ...each })));

  test.each(['ru', 'en'] as const)('%s: in words, never in figures, nor in another language', (language) => {
    const own = shown.filter((each) => each.language === language);
    const other = language === 'ru' ? 'en' : 'ru';
    const faulty = own.filter(({ text }) => inFigures.test(text) || inWords[other].test(text));
    expect(faulty.map(({ code, name, text }) => [code, name, inFigures.exec(text)?.[0]])).toEqual([]);
    expect(own.filter(({ text }) => inWords[language].test(text)).length).toBeGreaterThan(30);
  });

  test('both languages of a message tell of a day, or neither', () => {
    const tells = (language: 'ru' | 'en') =>
      new Set(
        shown.filter((each) => each.language === language && inWords[language].test(each.text)).map(({ code }) => code),
      );
    expect(tells('ru')).toEqual(tells('en'));
  });

  test.each(['до 05.03', 'до 05.03.2026.', 'on 2026-03-05', 'by 5 Mar 12:00'])('"%s" would be found', (text) => {
    expect(text).toMatch(inFigures);
  });

  test.each(['в 18.30', '1.5 кг', 'crmctl 1.2.3', '7.99 ₽', '17A'])('"%s" is none', (text) => {
    expect(text).not.toMatch(inFigures);
  });
});
