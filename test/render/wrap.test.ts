import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colours } from '../../src/render/colour.js';
import { columns } from '../../src/render/columns.js';
import { lengthOf, wrapLines, wrapped } from '../../src/render/wrap.js';

const { dim, red } = colours(true);
const word = fc.stringMatching(/^[a-zа-я0-9/:—]{1,12}$/);
const sentence = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((each) => each !== '');

describe('a page', () => {
  test('loses no word, breaks none, and ends its lines where it ends', () => {
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 5 }), fc.integer({ min: 30, max: 120 }), (texts, width) => {
        const shown = wrapLines(texts.join('\n'), width);
        expect(wordsOf(shown)).toEqual(wordsOf(texts.join('\n')));
        expect(Math.max(...shown.split('\n').map(lengthOf))).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('without an edge leaves every line as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(wrapLines(text, Infinity)).toBe(text);
      }),
    );
  });

  test.each([
    [
      'below the last column of its left half',
      '  winback    waits for an order',
      28,
      ['  winback    waits for an', '             order'],
    ],
    ['two further in where there is none', '  one two three four five', 16, ['  one two three', '    four five']],
    [
      'two further in where the column is far right',
      'explained in four words   now',
      28,
      ['explained in four words', '  now'],
    ],
  ])('goes on %s', (_, line, width, shown) => {
    expect(wrapLines(line, width).split('\n')).toEqual(shown);
  });

  test('a word that is wider than the page stays whole', () => {
    const url = 'https://shop.example/a/very/long/address';
    expect(wrapLines(`see ${url} first`, 20).split('\n')).toEqual(['see', `  ${url}`, '  first']);
  });

  test('colours take no room, and none of them runs into the next line', () => {
    const [first = '', second = ''] = wrapped(`${red('one two')} ${dim('three four')}`, 13);
    expect([first, second].map(lengthOf)).toEqual([13, 4]);
    expect(first).toBe(`${red('one two')} ${dim('three')}`);
    expect(second).toBe(dim('four'));
  });
});

describe('columns', () => {
  const rows = [
    ['', 'order/17', 'waits for an order of the same customer', 'no answer'],
    ['', 'customer/7', 'nothing', 'the mail server did not answer in time'],
  ];

  test('stand under each other', () => {
    expect(columns(rows)).toEqual([
      '  order/17    waits for an order of the same customer  no answer',
      '  customer/7  nothing                                  the mail server did not answer in time',
    ]);
  });

  test('give way on a narrow page, the widest first, words whole', () => {
    expect(columns(rows, { width: 50 })).toEqual([
      '  order/17    waits for an       no answer',
      '              order of the same',
      '              customer',
      '  customer/7  nothing            the mail server',
      '                                 did not answer in',
      '                                 time',
    ]);
  });

  test('of figures end under each other', () => {
    expect(
      columns(
        [
          ['sms', '1206'],
          ['email', '6'],
        ],
        { right: (column) => column === 1 },
      ),
    ).toEqual(['sms    1206', 'email     6']);
  });
});
