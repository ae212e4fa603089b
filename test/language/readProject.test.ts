import { describe, expect, it } from 'vitest';
import { projectFromRelease, readProject } from '../../src/language/readProject.js';
import { config, findings, project, ruleWith, words } from './smallVocabulary.js';

const specOf = (lines: string) => {
  const read = project(ruleWith(lines));
  expect(read.diagnostics).toEqual([]);
  return read.resources[0]!.spec;
};

describe('what a document says', () => {
  it('is read into a plain spec with its address, file and line', () => {
    const { resources, byAddress } = project(
      `# first\n\nkind: Rule\ncode: hello\nname: Привет\ndo: [{say: Hello}]\n---\nkind: Service\ncode: s\nof: shop\n`,
    );
    expect(resources.map(({ address, kind, file, line }) => ({ address, kind, file, line }))).toEqual([
      { address: 'rule/hello', kind: 'Rule', file: 'shop/a.yaml', line: 3 },
      { address: 'service/shop.s', kind: 'Service', file: 'shop/a.yaml', line: 8 },
    ]);
    expect(resources[0]!.spec).toEqual({ code: 'hello', name: 'Привет', do: [{ say: 'Hello' }] });
    expect(byAddress.get('service/shop.s')).toBe(resources[1]);
  });

  it.each([
    '01',
    '00123',
    '+79990000001',
    '1e3',
    '0x1F',
    'null',
    'yes',
    'true',
    '~',
    '2026-05-01',
    '12345678901234567890',
    '1.10',
  ])('keeps %s as written where a string is wanted', (text) => expect(specOf(`phone: ${text}`)['phone']).toBe(text));

  it('keeps in data what a number would lose', () => {
    expect(specOf('data: {a: 00123, b: +7999, c: 12345678901234567890, d: 5, e: -1.5, f: true, g: null, h: x, i: 0x1F, j: 1e3}')['data']).toEqual({
      a: '00123', b: '+7999', c: '12345678901234567890', d: 5, e: -1.5, f: true, g: null, h: 'x', i: '0x1F', j: 1000,
    }); // prettier-ignore
  });

  it('reads one or many as a list', () => {
    expect(specOf('key: order.id')['key']).toEqual(['order.id']);
    expect(specOf('key: [order.id, order.number]')['key']).toEqual(['order.id', 'order.number']);
  });

  it('keeps a key called __proto__ a key', () => {
    expect(Object.keys(specOf('data: {__proto__: 1}')['data'] as object)).toEqual(['__proto__']);
  });

  it('follows aliases, and keeps a text of several lines', () => {
    const spec = specOf('data: {a: &x {b: [1]}, c: *x}\ndescription: |\n  one\n  two\n');
    expect(spec['data']).toEqual({ a: { b: [1] }, c: { b: [1] } });
    expect(spec['description']).toBe('one\ntwo\n');
  });
});

describe('the sites that other passes read', () => {
  const sitesOf = (lines: string) =>
    project(ruleWith(lines)).resources[0]!.sites.filter(({ source }) => source !== 'Hello');

  it('are conditions, values, texts, references, codes, paths, events and schedules', () => {
    const sites = sitesOf(
      [
        'when: order.isPaid',
        'until: [a > 1, {event: order.created}]',
        'fields: order.status',
        'status: [a, b]',
        'calendar: office',
        'birthday: = customer.birthday',
        'count: 3',
        'schedule: 0 11 * * TUE',
        'data: {a: =b, c: "{{ d }}"}',
        'set: {order.status: =e}',
        'letter: {body: Hi}',
      ].join('\n'),
    );
    expect(sites.map(({ site, path, source }) => `${site} ${path.join('.')} = ${source}`)).toEqual([
      'condition when = order.isPaid',
      'condition until.0 = a > 1',
      'event until.1.event = order.created',
      'path fields.0 = order.status',
      'code status.0 = a',
      'code status.1 = b',
      'reference calendar = office',
      'value birthday = customer.birthday',
      'cron schedule = 0 11 * * TUE',
      'value data.a = b',
      'text data.c = {{ d }}',
      'path set.order.status = order.status',
      'value set.order.status = e',
      'text letter.body = Hi',
    ]);
  });

  it('tell a key from its value', () => {
    const { resources } = project(ruleWith('set: {order.status: =e}'));
    const [key, value] = resources[0]!.sites.filter(({ path }) => path[0] === 'set');
    expect([key!.key, value!.key]).toEqual([true, undefined]);
    expect(resources[0]!.locate(key!.path, undefined, 'key')).toMatchObject({ line: 3, column: 7, endColumn: 19 });
    expect(resources[0]!.locate(value!.path)).toMatchObject({ line: 3, column: 21 });
  });
});

describe('places', () => {
  const placeIn = (text: string, path: (string | number)[], piece: string) => {
    const resource = project(text).resources[0]!;
    const site = resource.sites.find((each) => each.path.join('.') === path.join('.'));
    const start = site!.source.indexOf(piece);
    const place = resource.locate(path, { start, end: start + piece.length });
    const line = text.split('\n')[place.line - 1]!;
    expect(place.endLine).toBe(place.line);
    return line.slice(place.column - 1, place.endColumn - 1);
  };

  it.each([
    ['plain', 'when: order.isPaid && typo > 1'],
    ['quoted', `when: 'order.name == "it''s" && typo'`],
    ['escaped', String.raw`when: "order.name == \"\u0416\" && typo"`],
    ['folded', 'when: >-\n  order.isPaid\n\n  && typo\n'],
    ['literal', 'when: |\n  order.isPaid\n    && typo\n'],
    ['several lines', 'when: order.isPaid\n  && typo'],
  ])('inside a %s condition', (_style, line) => expect(placeIn(ruleWith(line), ['when'], 'typo')).toBe('typo'));

  it('behind the = of a value', () =>
    expect(placeIn(ruleWith('birthday: =  customer.typo'), ['birthday'], 'typo')).toBe('typo'));

  it('behind a bad item that was left out', () => {
    const text = 'kind: Rule\ncode: r\ndo:\n  - {nonsense: 1}\n  - {say: Hello, if: typo}\n';
    expect(placeIn(text, ['do', 0, 'if'], 'typo')).toBe('typo');
  });

  it('of the one value of a list, and of the deepest part that exists', () => {
    const resource = project(ruleWith('key: order.id')).resources[0]!;
    expect(resource.locate(['key', 0])).toMatchObject({ line: 3, column: 6, endColumn: 14 });
    expect(resource.locate(['do', 0, 'absent', 'more'])).toMatchObject({ line: 4, column: 6 });
    expect(resource.locate(['absent'])).toMatchObject({ line: 1, column: 1 });
  });

  it('inside a file beside the YAML', () => {
    const read = project(ruleWith('letter: {htmlFile: ../letters/a.html}'), { 'letters/a.html': '<p>\n{{ typo }}' });
    const resource = read.resources[0]!;
    expect(resource.spec['letter']).toEqual({ html: '<p>\n{{ typo }}' });
    expect(resource.locate(['letter', 'html'], { start: 7, end: 11 })).toEqual({
      file: 'letters/a.html',
      line: 2,
      column: 4,
      endLine: 2,
      endColumn: 8,
    });
    expect(resource.locate(['letter', 'html'])).toMatchObject({ file: 'shop/a.yaml', line: 3, column: 20 });
    expect(read.sourceLine('letters/a.html', 2)).toBe('{{ typo }}');
  });

  it('in the file as it is, behind a value that was read as if quoted', () => {
    const text = ruleWith('when: !order.isPaid && typo');
    expect(placeIn(text, ['when'], 'typo')).toBe('typo');
    expect(placeIn(ruleWith('until: [max(1, typo) > 1, b]'), ['until', 0], 'typo')).toBe('typo');
  });
});

describe('what is wrong', () => {
  it('is found in one run, each with its place and the nearest name', () => {
    expect(
      findings(
        [
          'kind: Rule',
          'code: r',
          'whne: true',
          'mode: singel',
          'active: yes',
          'count: 11',
          'count: 12',
          'every: 10',
          'shift: 1h1d',
          'at: 9:00',
          'open: 9:00 - 18:00',
          'day: 2026-02-30',
          'schedule: 0 11 * *',
          'fields: =order.status',
          'when: =order.isPaid',
          'data: {',
          '  a: "${HOME}" }',
          'calendar:',
          'letter: {body: x, html: y}',
          'tags: {a: b}',
        ].join('\n'),
      ),
    ).toEqual([
      '1:1 ⟨kind⟩ CRM104 the key "do" is missing → for example do: [{say: Hello}]',
      '3:1 ⟨whne⟩ CRM103 unknown key "whne" → did you mean "when"?',
      '4:7 ⟨singel⟩ CRM106 "mode" must be one of single, restart, not "singel" → did you mean "single"?',
      '5:9 ⟨yes⟩ CRM105 "active" takes true or false, not "yes" → write true',
      '6:8 ⟨11⟩ CRM106 "count" must be at most 10, not 11',
      '7:1 ⟨count⟩ CRM102 the key "count" stands twice; first in line 6 → keep one of the two',
      '8:8 ⟨10⟩ CRM106 "every" must be a duration, not "10" → write the unit, such as 10m',
      '9:8 ⟨1h1d⟩ CRM106 "shift" mixes elapsed and calendar units: "1h1d" → write a number and a unit: 90s 30m 24h (elapsed) or 3d 2w 6mo 1y (calendar)',
      '10:5 ⟨9:00⟩ CRM106 "at" must be a time such as "09:30", not "9:00" → write "09:00"',
      '11:7 ⟨9:00 - 18:00⟩ CRM106 "open" must be hours such as "09:00-18:00", not "9:00 - 18:00" → write "09:00-18:00"',
      '12:6 ⟨2026-02-30⟩ CRM106 "day": there is no 2026-02-30 in the calendar → the last day of that month is 28',
      '13:11 ⟨0 11 * *⟩ CRM106 "schedule" takes five cron fields (minute hour day month weekday), not 4 → such as "0 11 * * TUE"',
      '14:9 ⟨=order.status⟩ CRM106 "fields" takes the name of a field, not an expression → write order.status',
      '15:7 ⟨=order.isPaid⟩ CRM113 "when" is always an expression and is written without "=" → write order.isPaid',
      '17:6 ⟨"${HOME}"⟩ CRM118 ${HOME} is not read here: variables of the environment stand only in environments of crmctl.yaml, in Channel and in Connection → write the value itself, or move it to a Channel or Connection',
      '18:10 ⟨⟩ CRM105 "calendar" has no value; it takes the code of a Calendar → give it one, or remove the key',
      '19:19 ⟨html⟩ CRM104 "body" and "html" exclude each other → keep one of them',
      '20:7 ⟨{a: b}⟩ CRM105 "tags" takes a text, not a map → write tags: b',
    ]);
  });

  it('in a word: none, two, an unknown one, a missing key', () => {
    const text =
      'kind: Rule\ncode: r\ndo:\n  - sya: Hello\n  - {say: Hello, pause: 1h}\n  - if: a\n  - either: {do: [{say: x, laud: true}]}\n  - {ask: {}, say: Hi}\n';
    expect(findings(text)).toEqual([
      '4:5 ⟨sya⟩ CRM112 "sya" is no action → did you mean "say"?',
      '5:18 ⟨pause⟩ CRM112 one action is one word, here are "say" and "pause" → make one action of each',
      '6:5 ⟨if⟩ CRM112 this action does not say what it does → one of say, ask, pause, either',
      '7:5 ⟨either⟩ CRM104 the key "id" is missing in item 1 of "do"',
      '7:28 ⟨laud⟩ CRM103 unknown key "laud" in item 1 of "do" → did you mean "loud"?',
      '8:11 ⟨{}⟩ CRM104 the key "whom" is missing in "ask"',
    ]);
  });

  it('in the head of a document', () => {
    expect(
      findings(
        'kind: Ruel\ncode: a\n---\ncode: b\n---\nkidn: Rule\ncode: c\n---\nkind: Part\n---\nkind: Part\ncode: "a b"\n',
      ),
    ).toEqual([
      '1:7 ⟨Ruel⟩ CRM107 there is no kind "Ruel" → did you mean "Rule"?',
      '4:1 ⟨code⟩ CRM108 this document has a code but no kind → add "kind:", or remove "code:" when it is no resource',
      '6:1 ⟨kidn⟩ CRM108 this document has a code but no kind → did you mean "kind"?',
      '9:1 ⟨kind⟩ CRM104 the key "code" is missing → for example code: p',
      '12:7 ⟨"a b"⟩ CRM106 "code" must be a code of Latin letters, digits, - and _, not "a b" → write a-b',
    ]);
  });

  it('when an address or an inner code is declared twice', () => {
    const text =
      'kind: Group\ncode: g\nmembers: [{code: a}, {code: b}, {code: a}]\n---\nkind: Group\ncode: h\nmembers: [{code: b}]\n---\nkind: Group\ncode: h\n';
    expect(findings(text)).toEqual([
      '3:40 ⟨a⟩ CRM111 the status "a" is declared twice; first in shop/a.yaml:3 → give one of the two another code, or remove it',
      '7:18 ⟨b⟩ CRM111 the status "b" is declared twice; first in shop/a.yaml:3 → give one of the two another code, or remove it',
      '10:7 ⟨h⟩ CRM110 group/h is declared twice; first in shop/a.yaml:5 → give one of the two another code, or remove it',
    ]);
    expect(findings('kind: Division\ncode: d\nmembers: [{code: p}, {code: q}]\n---\nkind: Part\ncode: p\n')).toEqual([
      '3:18 ⟨p⟩ CRM111 the part "p" is declared twice; first in shop/a.yaml:6 → give one of the two another code, or remove it',
    ]);
    expect(project('kind: Division\ncode: d\nmembers: [{code: q}]\n').byAddress.get('part/q')?.address).toBe(
      'division/d',
    );
  });

  it('with secrets: a literal is refused and its line not shown; ${} is well formed', () => {
    const text =
      'kind: Service\ncode: s\nof: shop\nkey: abc123\nurl: ${URL:-https://x}\n---\nkind: Service\ncode: t\nof: shop\nkey: Bearer ${KEY}\nurl: https://${\n';
    expect(findings(text)).toEqual([
      '4:6 CRM117 "key" is a secret and must not stand in the repository → write ${NAME} and set the variable in the environment',
      '11:6 ⟨https://${⟩ CRM119 "${" without a name and a closing brace → write ${NAME} or ${NAME:-default}; $${ is a literal ${',
    ]);
    expect(JSON.stringify(project(text).diagnostics)).not.toContain('abc123');
    expect(project(text).resources[1]!.spec['key']).toBe('Bearer ${KEY}');
  });

  it('with files and aliases', () => {
    const text = ruleWith('letter: {htmlFile: letter.htm}\ndata: [*gone, &me [*me]]\n<<: {a: 1}');
    expect(findings(text, { 'shop/letter.html': 'x' })).toEqual([
      '3:20 ⟨letter.htm⟩ CRM116 there is no text file "shop/letter.htm" (of at most 1 MB) → did you mean "shop/letter.html"?',
      '4:8 ⟨*gone⟩ CRM121 there is no anchor "&gone" before this alias → a text that begins with * stands in quotes: "*gone"',
      '4:20 ⟨*me⟩ CRM121 the alias "*me" stands inside what it repeats',
      '5:1 ⟨<<⟩ CRM103 unknown key "<<" → YAML 1.2 has no merge keys: write the keys out',
    ]);
    expect(findings(ruleWith('letter: {htmlFile: ../../etc/passwd}'))).toEqual([
      '3:20 ⟨../../etc/passwd⟩ CRM116 the file "../../etc/passwd" lies outside the project',
    ]);
  });

  it('an alias that blows the document up is stopped', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `  a${level + 1}: &a${level + 1} [${Array(10).fill(`*a${level}`).join(', ')}]`,
    );
    const found = findings(ruleWith(`data:\n  a0: &a0 [x]\n${levels.join('\n')}`));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((each) => each.includes('CRM121'))).toEqual([
      expect.stringContaining('CRM121 more than 1000 aliases in one document'),
    ]);
  });

  it('aliases of a wide list are stopped, too', () => {
    const wide = `  a: &a [${Array(2000).fill('x').join(', ')}]\n`;
    const aliases = Array.from({ length: 60 }, (_, index) => `  b${index}: *a\n`).join('');
    expect(findings(ruleWith(`data:\n${wide}${aliases}`))).toEqual([
      expect.stringContaining('CRM121 aliases repeat more than 100000 values in one document'),
    ]);
  });

  it('an alias repeats the last value before it that has its name', () => {
    expect(specOf('data: {a: &x 1, b: *x, c: &x 2, d: *x}')).toMatchObject({ data: { a: 1, b: 1, c: 2, d: 2 } });
  });
});

describe('YAML that cannot be read', () => {
  it.each([
    ['a tab', 'data:\n\ta: 1', '4:1 ⟨\t⟩ CRM101 a tab stands in the indentation → indent with spaces'],
    [
      'an open bracket',
      'data: [1, 2',
      '3:7 ⟨[⟩ CRM101 this [ is never closed → close it, and indent what is in it deeper than its key',
    ],
    [
      'an indentation',
      'data: 1\n  a: 2',
      '3:7 ⟨1⟩ CRM101 the indentation does not fit the lines before → keys of one map start in the same column',
    ],
    [
      'an escape',
      String.raw`phone: "\q"`,
      String.raw`3:9 ⟨\⟩ CRM101 this escape does not exist in double quotes → double the backslash, or use single quotes`,
    ],
  ])('%s: one finding in our words', (_name, line, expected) => expect(findings(ruleWith(line))).toEqual([expected]));

  it('a quote that is never closed', () => {
    expect(findings('kind: Rule\ncode: "r\ndo: []\n')[0]).toContain('2:7 ⟨"⟩ CRM101 this " is never closed');
  });

  it('spoils only its own document, and its address stays known', () => {
    const read = project('kind: Part\ncode: broken\nname: [x\n---\nkind: Part\ncode: whole\nnmae: x\n');
    expect(read.diagnostics.map(({ line, code }) => [line, code])).toEqual([[3, 'CRM101'], [7, 'CRM103']]); // prettier-ignore
    expect(read.resources.map(({ code }) => code)).toEqual(['whole']);
    expect(read.byAddress.has('part/broken')).toBe(true);
  });

  it.each(['kind: [\ncode: r\n', 'kind: {\n', '"kind: Rule\ncode: r\n', 'code: r\n- 1\n'])(
    'before its kind is told is not passed over, as if nothing stood there: %j',
    (text) => expect(findings(text).join()).toMatch(/CRM101/),
  );

  it('of another tool is left alone', () => {
    const read = project('{{ if .Values.on }}\nfoo: !Ref bar\n  kind: Pod\n---\njob: !reference [a, b]\n---\n- 1\n');
    expect(read.diagnostics).toEqual([]);
    expect(read.skipped).toEqual(['shop/a.yaml', 'shop/a.yaml', 'shop/a.yaml']);
  });

  it('nested beyond reason is an error, no crash', () => {
    expect(findings(ruleWith(`data: ${'['.repeat(2_500)}`)).join()).toMatch(/CRM101/);
  });
});

describe('crmctl.yaml', () => {
  const configOf = (text: string) => readProject([{ path: 'crmctl.yaml', text }], new Map(), words);
  const problems = (text: string) =>
    configOf(text).diagnostics.map(
      ({ line, column, code, message, suggestion }) => `${line}:${column} ${code} ${message} → ${suggestion}`,
    );

  it('gives the configuration, with ${NAME} unresolved and places for it', () => {
    const read = configOf(
      'version: 1\nname: shop\ntimezone: Asia/Almaty\nenvironments:\n  local:\n  live:\n    crm: {url: "https://x", key: "${KEY}"}\n',
    );
    expect(read.diagnostics).toEqual([]);
    expect(read.config).toEqual({
      version: 1, name: 'shop', timezone: 'Asia/Almaty', currency: 'RUB', locale: 'ru',
      environments: { local: {}, live: { crm: { url: 'https://x', key: '${KEY}' } } },
    }); // prettier-ignore
    expect(read.locateConfig!(['environments', 'live', 'crm', 'key'])).toMatchObject({
      file: 'crmctl.yaml',
      line: 7,
      column: 34,
    });
  });

  it('is checked like everything else', () => {
    expect(
      problems(
        'version: 2\nnaem: x\ntimezone: Europe/Moskow\ncurrency: rub\nenvironments: {live: {crm: {key: abc}}}\n',
      ),
    ).toEqual([
      '1:1 CRM104 the key "name" is missing → for example name: my-shop',
      '1:10 CRM106 "version" must be at most 1, not 2 → undefined',
      '2:1 CRM103 unknown key "naem" → did you mean "name"?',
      '3:11 CRM106 there is no time zone "Europe/Moskow" → did you mean "Europe/Moscow"?',
      '4:11 CRM106 "currency" must be a currency code such as RUB, not "rub" → write RUB',
      '5:34 CRM117 "key" is a secret and must not stand in the repository → write ${NAME} and set the variable in the environment',
    ]);
    expect(problems('version: 1\nname: ${X}\ntimezone: almaty\n')).toEqual([
      '2:7 CRM118 ${X} is not read here: variables of the environment stand only in environments of crmctl.yaml, in Channel and in Connection → write the value itself, or move it to a Channel or Connection',
      '3:11 CRM106 there is no time zone "almaty" → did you mean "Asia/Almaty"?',
    ]);
    expect(problems('')).toEqual(['1:1 CRM104 crmctl.yaml is empty → write version, name and timezone']);
    expect(readProject([], new Map(), words).diagnostics[0]).toMatchObject({
      code: 'CRM100',
      suggestion: 'crmctl init makes a project',
    });
  });
});

describe('a release', () => {
  it('gives the same project again: specs, sites and digests', () => {
    const text = ruleWith(
      'when: order.isPaid\nkey: order.id\nphone: 01\nletter: {htmlFile: a.html}\nset: {order.status: =x}\ndata: {a: 00123, b: [1, null, "=c"]}',
    );
    const before = project(text, { 'shop/a.html': '<b>{{ x }}</b>' });
    expect(before.diagnostics).toEqual([]);
    const again = projectFromRelease(
      JSON.parse(JSON.stringify(before.resources)) as typeof before.resources,
      before.config,
      words,
    );
    expect(again.diagnostics).toEqual([]);
    expect(again.config).toEqual(before.config);
    expect(again.resources.map(({ spec, address, digest, sites }) => ({ spec, address, digest, sites }))).toEqual(
      before.resources.map(({ spec, address, digest, sites }) => ({ spec, address, digest, sites })),
    );
    expect(again.byAddress.has('rule/r')).toBe(true);
  });
});

describe('the digest', () => {
  it('is of the content, not of its form or file', () => {
    const one = readProject([config, { path: 'a.yaml', text: 'kind: Part\ncode: p\nname: "x"\n' }], new Map(), words);
    const other = readProject(
      [config, { path: 'b/c.yml', text: 'name: x # same\nkind: Part\n\ncode: p\n' }],
      new Map(),
      words,
    );
    const changed = readProject([config, { path: 'a.yaml', text: 'kind: Part\ncode: p\nname: y\n' }], new Map(), words);
    expect(other.resources[0]!.digest).toBe(one.resources[0]!.digest);
    expect(changed.resources[0]!.digest).not.toBe(one.resources[0]!.digest);
  });
});
