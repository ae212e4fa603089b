import { describe, expect, it } from 'vitest';
import { compileSites } from '../../src/language/compile.js';
import { readProject } from '../../src/language/readProject.js';
import { compileProgram } from '../../src/engine/index.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { scopeOf } from './expression/shop.js';

const head = 'version: 1\nname: shop\ntimezone: Europe/Moscow\n';
const shop =
  'shop: {url: "https://shop.ru", phone: +74950000000, since: 007, freeFrom: 5000, account: 40702810000000000001}\n';
const sitesOf = (config: string, resource: string) => {
  const project = readProject(
    [
      { path: 'crmctl.yaml', text: head + config },
      { path: 'it.yaml', text: resource },
    ],
    new Map(),
    vocabulary,
  );
  const sites = compileSites(project, vocabulary);
  return { project, sites, diagnostics: [...project.diagnostics, ...sites.diagnostics] };
};
const template = (body: string): string => `kind: Template
code: hello
name: Hello
for: order
channel: sms
body: "${body}"
`;
const trigger = (when: string): string => `kind: Trigger
code: big
name: Big
on: {event: order.created}
when: ${when}
do: [{id: say, task: {text: "Call {{ shop.phone }}", to: manager}}]
`;

describe('texts of the shop', () => {
  it('are read in texts and expressions of every resource; what prints as it is written as a number is one', () => {
    const { project, sites, diagnostics } = sitesOf(
      shop,
      trigger('order.totalSumm > shop.freeFrom && shop.since == "007"'),
    );
    expect(diagnostics).toEqual([]);
    expect(project.config.shop).toEqual({
      url: 'https://shop.ru',
      phone: '+74950000000',
      since: '007',
      freeFrom: 5000,
      account: '40702810000000000001',
    });
    const { facts } = compileProgram(project, sites, vocabulary);
    const when = sites.expression('trigger/big', ['when'])!;
    expect([6000, 4000].map((totalSumm) => when.evaluate(scopeOf({ order: { totalSumm } }, { facts })))).toEqual([
      true,
      false,
    ]);
    expect(sites.text('trigger/big', ['do', 0, 'task', 'text'])!.render(scopeOf({}, { facts }))).toEqual({
      text: 'Call +74950000000',
    });
  });

  it.each([
    ['plain', '{{ shop.url }}/{{ shop.freeFrom }}'],
    ['with the template engine', '{% if shop.freeFrom > 1 %}{{ shop.url }}/{{ shop.freeFrom }}{% endif %}'],
  ])('stay the shop’s when an event carries something of that name: %s', (_, body) => {
    const { project, sites } = sitesOf(shop, template(body));
    const { facts } = compileProgram(project, sites, vocabulary);
    const text = sites.text('template/hello', ['body'])!;
    expect(text.render(scopeOf({ shop: { url: 'https://other.ru' } }, { facts }))).toEqual({
      text: 'https://shop.ru/5000',
    });
  });

  it.each([
    ['a near one is suggested', shop, template('{{ shop.phon }}'), 'phone'],
    ['another is written in crmctl.yaml', shop, template('{{ shop.hours }}'), 'crmctl.yaml: shop: {hours: …}'],
    ['without any', '', template('{{ shop.hours }}'), 'crmctl.yaml: shop: {hours: …}'],
    ['in a condition', '', trigger('shop.hours == "x"'), 'crmctl.yaml: shop: {hours: …}'],
  ])('a key that is not there is an error: %s', (_, config, resource, suggestion) => {
    const [first] = sitesOf(config, resource).diagnostics;
    expect(first).toMatchObject({ severity: 'error', file: 'it.yaml' });
    expect(first!.suggestion).toContain(suggestion);
  });

  it('take texts and numbers only', () => {
    const { diagnostics } = sitesOf('shop: {phones: [1, 2], "a-b": x}\n', trigger('true'));
    expect(diagnostics.map(({ file, line, message }) => [file, line, message]).slice(0, 2)).toEqual([
      ['crmctl.yaml', 4, '"phones" takes a text, not a list'],
      ['crmctl.yaml', 4, 'the key "a-b" must be a name of Latin letters, digits and _, not "a-b"'],
    ]);
  });

  it('are another program when they change', () => {
    const revision = (config: string): string => {
      const { project, sites } = sitesOf(config, 'kind: Segment\ncode: s\nname: S\nwhere: customer.vip\n');
      return compileProgram(project, sites, vocabulary).revision;
    };
    expect(revision(shop)).not.toBe(revision(shop.replace('5000', '4000')));
  });
});
