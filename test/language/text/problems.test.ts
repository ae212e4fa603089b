import { describe, expect, test } from 'vitest';
import { compileText } from '../../../src/language/text/index.js';
import { environment, problemsOf } from './shop.js';

describe('unknown names are located, with the nearest known one', () => {
  test.each([
    ['{{ ordr.number }}', 'ordr', 'there is no variable "ordr" here', 'did you mean "order"?'],
    ['{{ order.nubmer }}', 'nubmer', 'the object order has no member "nubmer"', 'did you mean "number"?'],
    [
      '{{ order.warehouse }}',
      'warehouse',
      'the object order has no member "warehouse"',
      'crmctl schema order --docs lists what there is',
    ],
    ["{{ order.nubmer|default('x') }}", 'nubmer', 'the object order has no member "nubmer"', 'did you mean "number"?'],
    ['{{ order.nubmer|upper }}', 'nubmer', 'the object order has no member "nubmer"', 'did you mean "number"?'],
    [
      '{{ order.customer.fristName }}',
      'fristName',
      'the object customer has no member "fristName"',
      'did you mean "firstName"?',
    ],
    ['{{ order.status.nmae }}', 'nmae', 'a status has no member "nmae"', 'did you mean "name"?'],
    ['{% if ordr.number %}x{% endif %}', 'ordr', 'there is no variable "ordr" here', 'did you mean "order"?'],
    [
      '{% for item in order.items %}{{ item.offer.artcle }}{% endfor %}',
      'artcle',
      'the object offer has no member "artcle"',
      'did you mean "article"?',
    ],
    [
      '{{ order.items|map(i => i.qantity)|join }}',
      'qantity',
      'the object item has no member "qantity"',
      'did you mean "quantity"?',
    ],
    [
      '{% set first = order.items|first %}{{ first.qantity }}',
      'qantity',
      'the object item has no member "qantity"',
      'did you mean "quantity"?',
    ],
    [
      '{% for item in order.items %}{{ loop.idnex }}{% endfor %}',
      'idnex',
      'the object loop has no member "idnex"',
      'did you mean "index"?',
    ],
    ['{{ order.number|uper }}', 'uper', 'there is no filter "uper"', 'did you mean "upper"?'],
    ['{{ mx(1, 2) }}', 'mx', 'there is no function "mx"', 'did you mean "max"?'],
    ['{% if order.number is defind %}x{% endif %}', 'defind', 'there is no test "defind"', 'did you mean "defined"?'],
    ['{% fro item in order.items %}{% endfor %}', 'fro', 'there is no tag "fro" in texts', 'did you mean "for"?'],
    [
      "{% include 'footer' %}",
      'include',
      'there is no tag "include" in texts',
      'only texts of messages take in fragments',
    ],
    ['{{ order.getNumber() }}', 'getNumber', 'texts call no methods', 'write .number'],
    ['{{ order.getNumber }}', 'getNumber', 'the object order has no member "getNumber"', 'did you mean "number"?'],
    ['{{ steps.coupn.code }}', 'coupn', 'the object steps has no member "coupn"', 'did you mean "coupon"?'],
    [
      "{{ order.number matches '/1/' }}",
      "order.number matches '/1/'",
      'texts do not know the operator "matches"',
      expect.stringContaining('starts with'),
    ],
  ])('%s', (source, at, message, suggestion) => {
    expect(problemsOf(source)).toEqual([[at, message, ...(suggestion === undefined ? [] : [suggestion])]]);
  });

  test('all of a text at once, in the order of the text', () => {
    const found = problemsOf(
      '{{ order.nubmer }} {% fro x in y %}\n{% if custmer.email|lowr %}{{ order.totalSum }}{% endif %}',
    );
    expect(found.map(([at]) => at)).toEqual(['nubmer', 'fro', 'custmer', 'lowr', 'totalSum']);
  });

  test('positions count every character, whatever ends a line', () => {
    expect(problemsOf('один\r\nдва\r\n{% if x %}{{ order.nubmer }}{% endif %}').map(([at]) => at)).toEqual([
      'x',
      'nubmer',
    ]);
  });

  test('a loop variable is unknown after its loop', () => {
    expect(problemsOf('{% for item in order.items %}{% endfor %}{{ item.name }}')).toEqual([
      ['item', 'there is no variable "item" here', expect.stringContaining('in scope here')],
    ]);
  });
});

describe('what cannot be printed or looped over', () => {
  test.each([
    ['{{ order }}', 'the object order cannot be printed', 'print one of its members: order.number'],
    ["{{ 'a' ~ order }}", 'the object order cannot be printed', 'print one of its members: order.number'],
    [
      '{{ customer.phones|first }}',
      'the object phone cannot be printed',
      'print one of its members: (customer.phones|first).number',
    ],
    ['{{ order.items }}', 'a list cannot be printed', "print its members in a loop, or order.items|join(', ')"],
    [
      '{{ order.delivery.address|upper }}',
      'the filter "upper" needs a text or a number, not the object address',
      undefined,
    ],
    ['{% for x in order.number %}{% endfor %}', 'a text is no list to loop over', undefined],
    ['{{ order.number.length }}', 'a text has no members', undefined],
    ["{{ now|date_modify('+1 parsec')|date('d') }}", '"+1 parsec" is no moment', expect.any(String)],
  ])('%s', (source, message, suggestion) => {
    expect(problemsOf(source)).toEqual([
      [expect.any(String), message, ...(suggestion === undefined ? [] : [suggestion])],
    ]);
  });
});

describe('arguments that a filter, function or test does not take', () => {
  test.each([
    ['{{ order.number|replace }}', 'replace', '"replace" needs from'],
    ["{{ order.number|upper('x') }}", 'upper', '"upper" takes no arguments'],
    ["{{ now|date(zone='UTC') }}", 'date', '"date" has no parameter "zone"'],
    ["{{ now|date('d', 'UTC', 1) }}", 'date', '"date" takes no more than format, timezone'],
  ])('%s', (source, at, message) => {
    expect(problemsOf(source)).toEqual([[at, message]]);
  });
});

describe('text that is not Twig', () => {
  test.each([
    ['Заказ {{ order.number', '{{', '"{{" is never closed', 'close it with }}'],
    ['{# комментарий', '{#', '"{#" is never closed', 'close it with #}'],
    ['{{ order. }}', ' ', 'expected name or number', undefined],
    ['строка\n{{ order number }}', 'n', expect.stringContaining('unexpected "number"'), undefined],
    ['{% if order.call %}x', '{', '"{% if %}" is opened here and never closed', undefined],
    ['{% endfor %}', 'e', expect.stringContaining('endfor'), undefined],
  ])('%s', (source, at, message, suggestion) => {
    expect(problemsOf(source)).toEqual([[at, message, ...(suggestion === undefined ? [] : [suggestion])]]);
  });
});

test('a text names what it reads, through loops and variables', () => {
  const compiled = compileText(
    "{{ order.number }}{% set who = customer %}{% for item in order.items|filter(i => i.quantity > 1) %}{{ item.offer.name|upper }}{% endfor %}{{ who.email|default('') }}",
    environment,
  );
  expect('text' in compiled && compiled.text.reads).toEqual([
    'customer.email',
    'order.items',
    'order.items.offer.name',
    'order.items.quantity',
    'order.number',
  ]);
  const plain = compileText('{{ order.number }} {{ customer.firstName }} {{ order.number }}', environment);
  expect('text' in plain && plain.text.reads).toEqual(['customer.firstName', 'order.number']);
});
