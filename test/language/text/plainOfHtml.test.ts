import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainOfHtml } from '../../../src/language/text/plainOfHtml.js';

describe('the plain part of a letter', () => {
  it('keeps paragraphs, headings and lists apart', () => {
    const html = '<h1>Спасибо</h1>\n<p>Заказ\n  принят.</p><ul><li>чай</li><li>кружка</li></ul><p>До встречи</p>';
    expect(plainOfHtml(html)).toBe('Спасибо\n\nЗаказ принят.\n\n— чай\n— кружка\n\nДо встречи');
  });

  it('says where links lead, once', () => {
    expect(plainOfHtml('<a href="https://a.example/x?b=1&amp;c=2"><b>В магазин</b></a>')).toBe(
      'В магазин: https://a.example/x?b=1&c=2',
    );
    expect(plainOfHtml('<a href="https://a.example">https://a.example</a>')).toBe('https://a.example');
    expect(
      plainOfHtml('<a href="tel:+7495">+7495</a> <a href="mailto:a@b.example">Напишите</a> <a href="#top">вверх</a>'),
    ).toBe('+7495 Напишите вверх');
  });

  it('describes pictures and puts the cells of a row into one line', () => {
    const html =
      '<table><tr><td><img src="x.png" alt="Чайник"></td><td>2 шт.</td></tr><tr><td>Итого</td><td>10</td></tr></table>';
    expect(plainOfHtml(html)).toBe('Чайник 2 шт.\nИтого 10');
  });

  it('leaves out what is no text: head, styles, comments for one mail program, hidden preview lines', () => {
    const html = `<!doctype html><html><head><title>t</title><style>p{color:red}</style></head><body>
      <div style="display:none;max-height:0">Предпросмотр</div><!--[if mso]><table><tr><td><![endif]--><p>Текст</p></body></html>`;
    expect(plainOfHtml(html)).toBe('Текст');
  });

  it('decodes what was escaped, and no more than once', () => {
    expect(plainOfHtml('<p>&laquo;1 &lt; 2&raquo; &amp;lt; &#8381; &#x20BD;</p>')).toBe('«1 < 2» &lt; ₽ ₽');
  });

  it('never throws, and text without tags and entities only loses white space', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof plainOfHtml(text) === 'string'));
    const words = fc.array(fc.stringMatching(/^[a-zа-я0-9.,]+$/), { minLength: 1 });
    fc.assert(fc.property(words, (all) => plainOfHtml(all.join('  ')) === all.join(' ')));
  });
});
