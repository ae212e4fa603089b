import fc from 'fast-check';

/** How documents are written: what may stand where. */
export interface Manners {
  /** Of one line. */
  readonly scalars: fc.Arbitrary<string>;
  readonly keys: fc.Arbitrary<string>;
  /** What stands behind a value on its line. */
  readonly lineEnds: fc.Arbitrary<string>;
  /** Lines between two values. */
  readonly between: fc.Arbitrary<readonly string[]>;
  /** How much deeper a value on the next line stands than its key. */
  readonly steps: fc.Arbitrary<number>;
  readonly literals: fc.Arbitrary<BlockText>;
  /** In brackets: behind a key, and between two members. */
  readonly colons: fc.Arbitrary<string>;
  readonly commas: fc.Arbitrary<string>;
  /** In brackets: behind the first and before the last one. */
  readonly gaps: fc.Arbitrary<string>;
  /** How often of ten there is nothing behind a key, or nothing behind a dash on its line. */
  readonly empty: number;
}

interface BlockText {
  readonly header: string;
  readonly lines: readonly string[];
  readonly step: number;
  /** Of the manners' lines between two values, how many may follow. */
  readonly followed: boolean;
}

const words = [
  'a',
  'status',
  'Заказ',
  '😀 ok',
  'order.totalSumm > 3000',
  'a:b',
  'a#b',
  "it's",
  '=x',
  '\\d+',
  '<<',
  'http://x.y/z?a=b',
];
const others = [
  '0',
  '-17',
  '+3',
  '1.50',
  '.5',
  '1e3',
  '-.inf',
  '.nan',
  '0x1F',
  '0o17',
  '010',
  '~',
  'null',
  'True',
  'yes',
  '2026-05-01',
  '09:30',
];
const quotedWords = [
  '""',
  '"a: b # c"',
  '"\\"\\n\\u0436\\ud83d\\ude00\\\\"',
  "''",
  "'it''s {{ x }}'",
  '"{% if a %}, {{ b }}"',
];
const usualScalars = fc.constantFrom(...words, ...others, ...quotedWords);
/** So deep that a line in brackets may begin there, whatever is around. */
const far = ' '.repeat(60);
const deep = fc.nat(7).map((count) => ' '.repeat(count));
const textLine = fc.constantFrom('text', 'a: b', '# no comment', '- x', '{{ order.number }}', '', '', '"');

/** Every document that is written so is read. */
export const usualManners: Manners = {
  scalars: usualScalars,
  keys: fc.constantFrom('a', 'code', 'if', '1', 'true', 'a b', '"q"', "'s'", 'ключ', 'a.b', '-x', '?x'),
  lineEnds: fc.constantFrom('', '', '', ' ', '  # why', ' #'),
  between: fc.array(
    fc.oneof(
      fc.constantFrom('', '', '  '),
      deep.map((indent) => `${indent}# note: "x"`),
    ),
    { maxLength: 3 },
  ),
  steps: fc.integer({ min: 1, max: 4 }),
  literals: fc
    .record({
      header: fc.constantFrom('|', '|-', '>', '>-', '| '),
      lines: fc.array(textLine, { maxLength: 4 }),
      step: fc.integer({ min: 2, max: 3 }),
      followed: fc.boolean(),
    })
    .map((text) => ({ ...text, followed: text.followed && text.header.startsWith('|') })),
  colons: fc.constantFrom(': ', ': ', ' : ', `:\n${far}`),
  commas: fc.constantFrom(', ', ',', ' ,  '),
  gaps: fc.constantFrom('', '', ' ', `\n${far}`, `  # c\n${far}`, `\n\n${far}# c\n${far}`),
  empty: 0,
};

const oddScalars = fc.oneof(
  usualScalars,
  fc.constantFrom(
    '"a', "'a", '"a" b', '"\\x41"', '"\\q"', '&x a', '*x', '!t a', '!!str 1', '@a', '`a', '%a', 'a: b', '- a', '? a', ': a', '#a', ', a', '}', '[a', '{a: b',
    'a\tb', 'a\n   b', '"a\n   b"', '', '...', '--- a', 'a\r', '\u0085', '\u2028', '\ufeffa', '{a}', '{a: }', '[a: b]', '{? a: b}', '[,]', '|', '>+', '|2', '# c',
  ),
  fc.string({ unit: fc.constantFrom(...'ab:#-?,[]{}"\'\\ |>&*!%@\t'), maxLength: 6 }),
); // prettier-ignore

const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** Usual, unusual and wrong in every mixture. */
export const oddManners: Manners = {
  scalars: mostly(usualScalars, oddScalars),
  keys: mostly(usualManners.keys, oddScalars),
  lineEnds: mostly(usualManners.lineEnds, fc.constantFrom('# c', '\t', ' x', ':', ' : b', '\r')),
  between: mostly(
    usualManners.between,
    fc
      .tuple(deep, fc.constantFrom('', 'a: b', '- a', '\t', '---', '...', '{a: b}', 'a'))
      .map((parts) => [parts.join('')]),
  ),
  steps: mostly(usualManners.steps, fc.constant(0)),
  literals: mostly(
    usualManners.literals,
    fc.record({
      header: fc.constantFrom('|', '>', '|+', '>+', '|2', '|# c', '| # c', '|-2', '>x'),
      lines: fc.array(fc.oneof(textLine, fc.constantFrom('  ', '  deeper', '      ')), { maxLength: 4 }),
      step: fc.nat(3),
      followed: fc.constant(true),
    }),
  ),
  colons: mostly(usualManners.colons, fc.constantFrom(':', '', ' :', ' # c\n      : ')),
  commas: mostly(usualManners.commas, fc.constantFrom('', ' ', ',,', ', # c\n', ',\n', ' # c\n            , ')),
  gaps: mostly(usualManners.gaps, fc.constantFrom('\n', '\n  ', '# c\n  ', '\n# c\n    ', '\t')),
  empty: 1,
};

/** Lines of a block node whose first one stands at `column`, without the indentation of that one; or what stands behind a key there. */
type Writing = (column: number) => string;

export function documents(manners: Manners): fc.Arbitrary<string> {
  const { node } = fc.letrec<{ node: Writing; value: Writing; flow: string }>((tie) => ({
    flow: fc.oneof({ maxDepth: 3, withCrossShrink: true }, manners.scalars, inBrackets(manners, tie('flow'))),
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      inLine(manners, manners.scalars),
      inLine(manners, inBrackets(manners, tie('flow'))),
      blockText(manners),
      below(manners, tie('node')),
      below({ ...manners, steps: fc.constant(0) }, list(manners, tie('value'), tie('node'))),
    ),
    node: fc.oneof({ maxDepth: 5 }, map(manners, tie('value')), list(manners, tie('value'), tie('node'))),
  }));
  const contents = fc.oneof(
    node.map((write) => write(0)),
    inLine(manners, inBrackets(manners, manners.scalars)).map((write) => write(0).trimStart()),
  );
  const part = fc.tuple(fc.constantFrom('', '---\n', '# about\n', '\n', '--- \n'), lines(manners), contents);
  return fc.tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([parts, open]) => {
    const text = parts.map(([head, ...rest], index) => (index > 0 ? '---\n' : head) + rest.join('')).join('');
    return open ? text.replace(/(\S)\n$/, '$1') : text;
  });
}

function lines({ between }: Manners): fc.Arbitrary<string> {
  return between.map((all) => all.map((line) => `${line}\n`).join(''));
}

function inBrackets({ keys, colons, commas, gaps }: Manners, flow: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const collection = (open: string, close: string, member: fc.Arbitrary<string>) =>
    fc
      .tuple(gaps, fc.array(fc.tuple(member, commas), { maxLength: 3 }), fc.boolean(), gaps)
      .map(([before, members, last, behind]) => {
        const inside = members.map(([text, comma], index) => text + (index < members.length - 1 || last ? comma : ''));
        return open + before + inside.join('') + behind + close;
      });
  const pair = fc.tuple(keys, colons, flow).map((parts) => parts.join(''));
  return fc.oneof(collection('{', '}', pair), collection('[', ']', flow));
}

function inLine(manners: Manners, value: fc.Arbitrary<string>): fc.Arbitrary<Writing> {
  return fc.tuple(value, manners.lineEnds, lines(manners)).map(
    ([text, end, after]) =>
      () =>
        ` ${text}${end}\n${after}`,
  );
}

function blockText(manners: Manners): fc.Arbitrary<Writing> {
  return fc.tuple(manners.literals, lines(manners)).map(([text, after]) => (column) => {
    const indent = ' '.repeat(column + text.step);
    const written = ['first', ...text.lines].map((line) => (line.trim() === '' ? line : indent + line));
    return ` ${text.header}\n${written.join('\n')}\n${text.followed ? after : ''}`;
  });
}

function below(manners: Manners, node: fc.Arbitrary<Writing>): fc.Arbitrary<Writing> {
  return fc
    .tuple(manners.lineEnds, lines(manners), manners.steps, node)
    .map(([end, before, step, write]) => (column) => {
      const deeper = column + step;
      return `${end}\n${before}${' '.repeat(deeper)}${write(deeper)}`;
    });
}

function map(manners: Manners, value: fc.Arbitrary<Writing>): fc.Arbitrary<Writing> {
  const nothing = lines(manners).map(
    (after): Writing =>
      () =>
        `\n${after}`,
  );
  const written = fc.oneof(
    { weight: 10 - manners.empty, arbitrary: value },
    { weight: manners.empty, arbitrary: nothing },
  );
  const entry = fc.tuple(manners.keys, fc.constantFrom(':', ':', ' :'), written);
  return fc
    .array(entry, { minLength: 1, maxLength: 3 })
    .map(
      (entries) => (column) =>
        entries.map(([key, colon, write]) => key + colon + write(column)).join(' '.repeat(column)),
    );
}

function list(manners: Manners, value: fc.Arbitrary<Writing>, node: fc.Arbitrary<Writing>): fc.Arbitrary<Writing> {
  const compact = fc.tuple(fc.constantFrom(' ', ' ', '   '), node).map(
    ([gap, write]): Writing =>
      (column) =>
        `${gap}${write(column + 1 + gap.length)}`,
  );
  const plain = inLine(manners, manners.scalars);
  const item = fc.oneof(
    { weight: 10 - manners.empty, arbitrary: fc.oneof(plain, compact, blockText(manners)) },
    { weight: manners.empty, arbitrary: value },
  );
  return fc
    .array(item, { minLength: 1, maxLength: 3 })
    .map((items) => (column) => items.map((write) => `-${write(column)}`).join(' '.repeat(column)));
}
