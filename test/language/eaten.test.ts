import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findings, project, ruleWith } from './smallVocabulary.js';

const tag = 'YAML reads "!" at its beginning as a tag';
const quoteFirst = 'YAML reads only the quoted part at its beginning';
const list = 'YAML reads "[" at its beginning as a list';
const map = 'YAML reads "{" at its beginning as a map';
const colon = 'YAML reads what stands before the colon as a key';
const comment = 'YAML reads the rest behind " #" as a comment';
const flow = /^inside { } and \[ ] YAML ends it at the first /;

/** The value with the quotes that the suggestion gives it. */
function suggested(text: string): string | undefined {
  return project(text).diagnostics[0]?.suggestion;
}

/** One finding: that the piece must stand in quotes, for this reason; suggested is the line with quotes. */
function expectQuotes(text: string, line: number, piece: string, why: string | RegExp): void {
  const source = text.split('\n')[line - 1]!;
  const [only, ...others] = project(text).diagnostics;
  expect(others).toEqual([]);
  expect(only).toMatchObject({ code: 'CRM114', line, column: source.indexOf(piece) + 1, endLine: line });
  expect(only!.endColumn! - only!.column!).toBe(piece.length);
  expect(only!.message).toMatch(/^this (expression|text|value) must stand in quotes: /);
  expect(only!.message.replace(/^.*?: /, '')).toMatch(why);
  expect(only!.suggestion).toBe(source.replace(piece, () => `'${piece.replaceAll("'", "''")}'`).trim());
}

describe('an expression that YAML would cut', () => {
  it.each([
    ['!order.isPaid', tag],
    ['!(a && b)', tag],
    ['!has(a) && b', tag],
    ['! order.isPaid', tag],
    ['!!order.isPaid', tag],
    ['!inSegment("loyal")', tag],
    ['"new" == order.status', quoteFirst],
    [`'new' == order.status`, quoteFirst],
    ['["a", "b"].exists(x, x == order.status)', list],
    ['[order.status]', list],
    ['{"a": 1}[order.status] > 0', map],
    ['a ? b : c', colon],
    ['order.name == "a: b"', colon],
    ['order.name == "a #b"', comment],
    ['order.name == "№ #1" && order.isPaid', comment],
  ])('as a condition: %s', (expression, why) => {
    expectQuotes(ruleWith(`when: ${expression}`), 3, expression, why);
    expectQuotes(ruleWith(`when: ${expression}   # why`), 3, expression, why);
  });

  it.each([
    ['max(a, b) > 1', flow],
    ['order.status in ["a", "b"]', flow],
    ['a[0] == 1', flow],
    ['a == {"b": 1}', flow],
    ['!a', tag],
    ['"new" == a', quoteFirst],
    ['[1, 2].exists(x, x == a)', list],
  ])('inside { } and [ ]: %s', (expression, why) => {
    expectQuotes(`kind: Rule\ncode: r\ndo: [{say: Hello, if: ${expression}, id: x}]\n`, 3, expression, why);
    expectQuotes(`kind: Rule\ncode: r\ndo:\n  - {if: ${expression}, say: Hello}\n`, 4, expression, why);
    expectQuotes(ruleWith(`until: [b, ${expression}]`), 3, expression, why);
  });

  it.each([
    ['=max(a, b)', flow],
    ['=a["b"]', flow],
    ['=[1, 2]', flow],
  ])('as a value inside { }: %s', (expression, why) =>
    expectQuotes(ruleWith(`data: {x: ${expression}, y: [1]}`), 3, expression, why),
  );

  it.each([
    ['=a ? b : c', colon],
    ['="a #b"', comment],
    ['="a: b"', colon],
  ])('as a value: %s', (expression, why) => {
    expectQuotes(ruleWith(`data:\n  x: ${expression}`), 4, expression, why);
    expectQuotes(ruleWith(`birthday: ${expression}`), 3, expression, why);
  });

  it('as an item of a list, and on the line below its key', () => {
    expectQuotes(ruleWith('until:\n  - !a\n  - b'), 4, '!a', tag);
    expectQuotes(ruleWith('until:\n- b\n- "new" == a'), 5, '"new" == a', quoteFirst);
    expectQuotes(ruleWith('until:\n  - a ? b : c'), 4, 'a ? b : c', colon);
    expectQuotes(ruleWith('when:\n  a ? b : c'), 4, 'a ? b : c', colon);
    expectQuotes(ruleWith('when:\n  !a'), 4, '!a', tag);
  });

  it('is read on as if quoted: everything else is found in the same run, in its place', () => {
    const text = ruleWith('when: !a\nmode: singel\nuntil: [!b, "x" == c, max(1, 2)]\nnonsense: 1');
    expect(findings(text).map((each) => each.slice(0, each.indexOf(' CRM') + 7))).toEqual([
      '3:7 ⟨!a⟩ CRM114',
      '4:7 ⟨singel⟩ CRM106',
      '5:9 ⟨!b⟩ CRM114',
      '5:13 ⟨"x" == c⟩ CRM114',
      '5:23 ⟨max(1, 2)⟩ CRM114',
      '6:1 ⟨nonsense⟩ CRM103',
    ]);
    const { spec } = project(text).resources[0]!;
    expect([spec['when'], spec['until']]).toEqual(['!a', ['!b', '"x" == c', 'max(1, 2)']]);
  });
});

describe('a text that YAML would cut', () => {
  it.each([
    ['{{ order.number }}', map],
    ['{{ order.number }} is ready', map],
    ['{% if a %}b{% endif %}', map],
    ['Order #{{ order.number }}', comment],
    ['Order #12', comment],
    ['Order: ready', colon],
    ['"Order" is ready', quoteFirst],
    ['!important', tag],
    ['@shop', 'a YAML value cannot begin with "@"'],
    ['%50', 'a YAML value cannot begin with "%"'],
  ])('%s', (text, why) => expectQuotes(`kind: Rule\ncode: r\ndo:\n  - say: ${text}\n`, 4, text, why));

  it('inside { }: brackets, and a # that swallows the closing one', () => {
    const inFlow = (text: string) => `kind: Rule\ncode: r\ndo:\n  - {id: a, say: ${text}}\n  - say: b\n`;
    expectQuotes(inFlow('Order {{ order.number }}'), 4, 'Order {{ order.number }}', flow);
    expectQuotes(inFlow('Order #{{ order.number }}'), 4, 'Order #{{ order.number }}', comment);
  });

  it('at a comma in { }: the stray piece is not called an unknown key', () => {
    expect(findings('kind: Rule\ncode: r\ndo: [{say: Hello, dear customer, id: x}]\n')).toEqual([
      "3:12 ⟨Hello, dear customer⟩ CRM114 this value must stand in quotes: inside { } YAML ends it at the comma → do: [{say: 'Hello, dear customer', id: x}]",
    ]);
  });

  it('${NAME} inside { }', () => {
    expect(findings('{kind: Service, code: s, of: x, key: ${KEY}}\n')).toEqual([
      "1:38 ⟨${KEY}⟩ CRM114 this value must stand in quotes: inside { } and [ ] YAML ends it at the first bracket or comma → {kind: Service, code: s, of: x, key: '${KEY}'}",
    ]);
  });
});

describe('what YAML reads as it is written', () => {
  it.each([
    'order.status == "new" # a comment',
    'order.status == "new" #a comment',
    'order.totalSumm > 1 && (a || b)',
    `'!order.isPaid'`,
    `'"new" == order.status'`,
    '"order.name == \'a: b\'"',
    '>-\n  !order.isPaid\n  && a ? b : c',
    '|\n  "new" == order.status  # part of it',
    '-a > 1',
    'a.b.exists(x, x > 1)',
    'true',
    'order.url == "https://x"',
  ])('is no finding: %s', (expression) => expect(findings(ruleWith(`when: ${expression}`))).toEqual([]));

  it.each([
    'Order # a comment',
    'Order {{ a }}',
    'Order №1',
    'https://shop.example.com',
    "It's ready",
    'a, b',
    '«Order» — ready',
  ])('is no finding: text %s', (text) => expect(findings(`kind: Rule\ncode: r\ndo:\n  - say: ${text}\n`)).toEqual([]));
});

describe('any expression on one line', () => {
  const atom = fc.constantFrom(
    'order.isPaid',
    'a',
    '1',
    '"x"',
    '"a: b"',
    '"a #b"',
    "'c'",
    '[1, 2]',
    '{"k": 1}',
    'max(a, b)',
    'a["b"]',
    '(a)',
    '!a',
    '-1',
  );
  const expression = fc
    .tuple(atom, fc.array(fc.tuple(fc.constantFrom(' && ', ' == ', ' in ', ' ? a : ', ' + '), atom), { maxLength: 3 }))
    .map(([first, rest]) => first + rest.map(([operator, next]) => operator + next).join(''))
    // A map is a legal item of `until`.
    .filter((source) => source !== '{"k": 1}');

  it('is either read whole, or reported with a line that YAML reads whole', () => {
    fc.assert(
      fc.property(expression, fc.constantFrom('block', 'list', 'flow'), (source, style) => {
        const line = { block: `when: ${source}`, list: `until:\n  - ${source}`, flow: `until: [${source}, b]` }[style];
        const { diagnostics, resources } = project(ruleWith(line));
        const spec = resources[0]!.spec;
        const read = style === 'block' ? spec['when'] : (spec['until'] as unknown[])[0];
        const quoted = /^"[^"]*"$|^'[^']*'$/.test(source);
        if (diagnostics.length === 0) {
          expect(quoted ? `"${String(read)}"`.replace(/^.|.$/g, source[0]!) : read).toBe(source);
        } else {
          expect(diagnostics.map(({ code }) => code)).toEqual(['CRM114']);
          expect(read).toBe(source);
          expect(diagnostics[0]!.suggestion).toContain(`'${source.replaceAll("'", "''")}'`);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a value in quotes that has the same quotes inside', () => {
  it.each([
    ['"order.name == "Anna""', `when: 'order.name == "Anna"'`],
    ["'order.name == 'Anna''", "when: 'order.name == ''Anna'''"],
    ['"order.name == "Анна" && b"', `when: 'order.name == "Анна" && b'`],
  ])('%s: the outer ones are its quotes', (value, line) => {
    expect(suggested(ruleWith(`when: ${value}`))).toBe(line);
  });

  it('"new" == "old" has no outer ones', () => {
    expect(suggested(ruleWith('when: "new" == "old"'))).toBe(`when: '"new" == "old"'`);
  });
});
