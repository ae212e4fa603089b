import { describe, expect, test } from 'vitest';
import { compileText } from '../../../src/language/text/index.js';
import { environment, render } from './shop.js';

describe('letters that were written for the CRM render unchanged', () => {
  test.each([
    ['{{ order.number }}', '17A'],
    ['Заказ {{order.number}} для {{ customer.firstName }}!', 'Заказ 17A для Анна!'],
    ['{{ order.status }}', 'Новый'],
    ['{{ order.status.code }} {{ order.status.name }} {{ order.status.group.code }}', 'new Новый new'],
    ['{{ order.orderType }} / {{ order.orderType.code }}', 'Основной / main'],
    ['{{ order.nickName }}', 'Иванова Анна'],
    ['{{ order.integrationDeliveryTrackId }}', 'RU123'],
    ['{{ order.deliveryCost }}', '345.6'],
    ['{{ order.manager.firstName }}', 'Олег'],
    [
      '{% for item in order.availableOrderProducts %}{{ loop.index }}. {{ item.name }}\n{% endfor %}',
      '1. Футболка\n2. Носки <3\n',
    ],
    ['{% for item in order.orderProducts if item.quantity > 1 %}{{ item.offer.article }}{% endfor %}', 'TS-1'],
    ['{% for payment in order.payments %}{{ payment.amount|number_format(2, ",", " ") }}{% endfor %}', '12 345,60'],
    ["{{ order.totalSumm|number_format(0, ',', ' ') }} ₽", '12 346 ₽'],
    ["{{ order.createdAt|date('d.m.Y H:i') }}", '02.03.2026 17:30'],
    ["{{ order.createdAt|date('H:i', 'UTC') }}", '14:30'],
    ["{{ order.delivery.date|date('d.m.Y') }}", '05.03.2026'],
    ["{{ order.delivery.date|date_modify('+2 days')|date('d.m') }}", '07.03'],
    ["{{ 'now'|date('d.m.Y H:i') }} {{ date('tomorrow')|date('d.m') }}", '02.03.2026 18:00 03.03'],
    ["{{ now|date('H:i') }}", '18:00'],
    ["{{ customer.patronymic|default('нет') }}", 'нет'],
    ["{{ customer.firstName|default('клиент')|upper }}", 'АННА'],
    ["{{ customer.patronymic ?? 'нет' }} {{ customer.patronymic ?: 'нет' }}", 'нет нет'],
    ["{% if order.status == 'new' %}новый{% else %}другой{% endif %}", 'новый'],
    ["{% if order.status.code in ['new', 'done'] %}да{% endif %}", 'да'],
    ['{% if order.totalSumm >= 10000 and not order.shipped %}a{% elseif order.call %}b{% else %}c{% endif %}', 'a'],
    ["{{ order.isPaid ? 'оплачен' : 'не оплачен' }}", 'оплачен'],
    ["{{ 'Заказ №' ~ order.number ~ ' на ' ~ order.items|length ~ ' поз.' }}", 'Заказ №17A на 3 поз.'],
    ['{% set total = order.summ + order.delivery.cost %}{{ total }}', '12345.6'],
    ['{% set who %}{{ customer.firstName }} {{ customer.lastName }}{% endset %}{{ who|upper }}', 'АННА ИВАНОВА'],
    ["{{ order.items|map(item => item.offer.article)|join(', ') }}", 'TS-1, SK-2, HT-3'],
    ['{{ order.items|filter(item => item.price > 1000)|length }}', '2'],
    ['{{ order.items|first.name }} {{ order.items|last.offer.article }}', 'Футболка HT-3'],
    ['{{ order.items|reduce((sum, item) => sum + item.sum, 0) }}', '12990'],
    ["{{ order.items|column('quantity')|join('+') }}", '2+1+1'],
    ["{{ customer.tags|map(t => t.name)|join(', ', ' и ') }}", 'vip и wholesale'],
    [
      '{{ lists.numbers|sort|join }} {{ lists.numbers|sort((a, b) => b - a)|join }} {{ lists.numbers|reverse|join }}',
      '123 321 213',
    ],
    ["{{ [1, 2]|merge([3])|join(',') }} {{ {a: 1}|merge({b: 2})|keys|join }}", '1,2,3 ab'],
    ["{{ 'иванов пётр'|title }} {{ 'ИВАН'|capitalize }} {{ '  x '|trim }}|{{ 'Ab'|lower }}", 'Иванов Пётр Иван x|ab'],
    [
      "{{ '<b>Hi</b>'|striptags }} {{ 'a-b'|replace({'-': '+'}) }} {{ 'абвг'|slice(1, 2) }} {{ 'абв'|length }}",
      'Hi a+b бв 3',
    ],
    [
      "{{ 2.345|round(2) }} {{ 7|round }} {{ 4.5|round(0, 'floor') }} {{ (-3)|abs }} {{ 10 // 3 }} {{ 10 % 4 }} {{ 2 ** 3 }}",
      '2.35 7 4 3 3 2 8',
    ],
    ['{{ 0.1 + 0.2 }} {{ 10 / 4 }} {{ 5.0 }}', '0.3 2.5 5'],
    ['{{ max(order.summ, 5) }} {{ min(1, 2) }} {{ range(1, 3)|join }}', '12000 1 123'],
    ["{% for i in 1..3 %}{{ cycle(['a', 'b'], loop.index0) }}{% endfor %}", 'aba'],
    ["{{ 'a,b'|split(',')|join('|') }} {{ 'x y'|url_encode }}", 'a|b x%20y'],
    ["{{ 71|url_encode }} {{ 2.5|replace({'.': ','}) }} {{ 71|split('')|join('|') }}", '71 2,5 7|1'],
    ["{{ '%s из %d'|format('один', 5) }}", 'один из 5'],
    ["{{ order.items[0].offer.displayName }} {{ order['number'] }} {{ order.items.1.quantity }}", 'Футболка 17A 1'],
    ['{# a comment #}{% verbatim %}{{ raw }}{% endverbatim %}', '{{ raw }}'],
    ['{% spaceless %}<a> </a> <b></b>{% endspaceless %}', '<a></a><b></b>'],
    ['A {{- order.number -}} B', 'A17AB'],
    ['{% if order.isPaid %}\nоплачен\n{% endif %}\nконец', 'оплачен\nконец'],
    ["{{ order.createdAt|date(timezone='UTC') }}", 'March 2, 2026 14:30'],
    ['{{ order.paymentType.code }} {{ order.paymentStatus.code }}', 'bank-card paid'],
    ['{{ params.code }} {{ event.data.deep.answer }}', 'SALE 42'],
    ['{{ customer.ordersCount }} {{ customer.purchases|length }} {{ customer.daysSinceLastOrder }}', '2 1 0'],
    ["{% if order.createdAt|date('H') >= 17 %}вечер{% endif %}", 'вечер'],
    [
      "{% if order.delivery.date > '2026-03-04' %}скоро{% endif %}{% if date('now') < date(order.delivery.date) %}!{% endif %}",
      'скоро!',
    ],
    ['{{ order.call }}|{{ order.isPaid }}', 'missing: order.call'],
    ['{% for tag in customer.tags %}{{ tag.name }}{% if not loop.last %}, {% endif %}{% endfor %}', 'vip, wholesale'],
    ['{% for x in lists.empty %}{{ x }}{% else %}пусто{% endfor %}', 'пусто'],
    [
      "{% if lists.empty %}a{% else %}b{% endif %}{{ lists.empty ? 1 : 2 }}{% if lists.empty or '0' %}x{% endif %}",
      'b2',
    ],
    ['{{ "сумма: #{order.summ}" }}', 'сумма: 12000'],
  ])('%s', (source, expected) => {
    expect(render(source)).toBe(expected);
  });
});

describe('a value that is missing when the message is sent', () => {
  test.each([
    ['{{ customer.patronymic }}', 'customer.patronymic'],
    ['{{ customer.patronymic|upper }}', 'customer.patronymic'],
    ["{{ 'Уважаемый ' ~ customer.patronymic }}", 'customer.patronymic'],
    ["{{ order.shipmentDate|date('d.m.Y') }}", 'order.shipmentDate'],
    ['{{ order.delivery.time.from }}', 'order.delivery.time.from'],
    ['{{ order.mark + 1 }}', 'order.mark'],
    ["{{ 'Привет, %name%'|replace({'%name%': customer.patronymic}) }}", 'customer.patronymic'],
    ["{{ [customer.lastName, customer.patronymic]|join(' ') }}", 'customer.patronymic'],
    ["{% set key = 'constructor' %}{{ order[key] }}", 'order.*'],
    ['{{ event.data.constructor }}', 'event.data.constructor'],
    ['{% set name = customer.patronymic|trim %}{{ name }}', 'customer.patronymic'],
    ['{% for item in order.items %}{{ item.comment }}{% endfor %}', 'item.comment'],
    ['{{ steps.coupon.code }}', 'steps.coupon.code'],
    ['{{ params.percent }}', 'params.percent'],
    ['{{ event.data.deep.question }}', 'event.data.deep.question'],
    ['{{ 1 / order.mark }}', 'order.mark'],
  ])('%s aborts the message', (source, path) => {
    expect(render(source)).toBe(`missing: ${path}`);
  });

  test.each([
    ["{{ customer.patronymic|default('x') }}", 'x'],
    ['{{ customer.patronymic|default }}', ''],
    ["{{ (customer.firstName ~ customer.patronymic)|default('оба') }}", 'оба'],
    ['{% if customer.patronymic %}{{ customer.patronymic }}{% else %}-{% endif %}', '-'],
    ['{% if customer.patronymic is defined %}a{% else %}b{% endif %}{{ customer.firstName is null ? 1 : 2 }}', 'b2'],
    ['{% if customer.patronymic|trim is empty %}-{% endif %}', '-'],
    ['{% if order.mark > 3 %}a{% elseif order.mark <= 3 %}b{% else %}c{% endif %}', 'c'],
    ['{% for link in order.links %}x{% else %}нет{% endfor %}', 'нет'],
    ['{{ order.prepaySum }} {{ order.links|length }}', '0 0'],
  ])('%s is guarded', (source, expected) => {
    expect(render(source)).toBe(expected);
  });

  test('an order that the event does not carry', () => {
    const compiled = compileText('{{ order.number }}', environment);
    expect('text' in compiled && compiled.text.render({ ambient: {} as never })).toEqual({ missing: 'order.number' });
  });
});

describe('HTML bodies are escaped, plain ones are not', () => {
  test.each([
    ['<p>{{ order.managerComment }}</p>', '<p>Позвонить &amp; &lt;b&gt;уточнить&lt;/b&gt;</p>'],
    ['{{ order.managerComment|raw }}', 'Позвонить & <b>уточнить</b>'],
    ['{{ customer.customFields.nickname }}', '&lt;Аня&gt;'],
    ['{{ order.managerComment|upper }}', 'ПОЗВОНИТЬ &amp; &lt;B&gt;УТОЧНИТЬ&lt;/B&gt;'],
    ["{{ order.isPaid ? '<b>да</b>' : order.managerComment }}", '<b>да</b>'],
    ["{{ customer.patronymic|default('<i>друг</i>') }}", '<i>друг</i>'],
    ['{% for i in order.availableItems %}<li>{{ i.name }}</li>{% endfor %}', '<li>Футболка</li><li>Носки &lt;3</li>'],
    [
      '{% set row %}<b>{{ order.managerComment }}</b>{% endset %}{{ row }}',
      '<b>Позвонить &amp; &lt;b&gt;уточнить&lt;/b&gt;</b>',
    ],
    ['{% set row %}<b>x</b>{% endset %}{{ row }}', '<b>x</b>'],
    ["{% set row = '<b>' %}{{ row }}", '&lt;b&gt;'],
    ["{{ 'a\n<b>'|nl2br }}", 'a<br />\n&lt;b&gt;'],
    ["{{ '<a>'|e }} {{ '<a>'|escape('html') }} {{ 'a b'|e('url') }}", '&lt;a&gt; &lt;a&gt; a%20b'],
    ['"\'', '"\''],
  ])('%s', (source, expected) => {
    expect(render(source, 'html')).toBe(expected);
  });

  test('plain', () => {
    expect(render('{{ order.managerComment }} {{ customer.customFields.nickname }}')).toBe(
      'Позвонить & <b>уточнить</b> <Аня>',
    );
  });
});
