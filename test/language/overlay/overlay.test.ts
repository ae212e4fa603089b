import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkProject } from '../../../src/language/check.js';
import { compileSites } from '../../../src/language/compile.js';
import { mergeOver } from '../../../src/language/overlay/merge.js';
import type { Project } from '../../../src/language/project.js';
import { readProject } from '../../../src/language/readProject.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { dependenciesOf } from '../../../src/language/dependencies.js';

const config = `version: 1
name: shop
timezone: Europe/Moscow
environments:
  local: {}
  production: {}
`;
const shop = `kind: StatusGroup
code: no-answer
name: Недозвон
statuses:
  - {code: no-answer-1, name: Недозвон 1, limit: 1h}
  - {code: no-answer-2, name: Недозвон 2, limit: 2h}
---
kind: Channel
code: sms
type: sms
provider: http
from: TEST
price: 1
budget: 10/day
---
kind: Trigger
code: call
on: {changed: order.status, to: [no-answer-1]}
when: order.totalSumm > 100
do:
  - {id: pause, wait: 1h}
  - {id: ask, task: {text: "Перезвонить {{ order.number }}"}}
---
kind: CustomField
of: order
code: callAt
type: date
`;

function read(overlay: string, environment = 'production', name = 'production'): Project {
  return readProject(
    [
      { path: 'crmctl.yaml', text: config },
      { path: 'shop.yaml', text: shop },
    ],
    new Map(),
    vocabulary,
    { files: [{ path: `environments/${name}.yaml`, text: overlay }], environment: () => environment },
  );
}

function problems(project: Project): readonly string[] {
  return checkProject(project, vocabulary, compileSites(project, vocabulary))
    .filter(({ severity }) => severity === 'error')
    .map(({ file, line, column, message, suggestion }) => `${file}:${line}:${column} ${message} (${suggestion ?? ''})`);
}

describe('an overlay', () => {
  test('overrides fields; maps merge, lists with keys merge by key, other lists are replaced', () => {
    const project = read(`kind: Channel
code: sms
from: SHOP
budget: 30000/month
---
kind: StatusGroup
code: no-answer
statuses:
  - {code: no-answer-2, limit: 4h}
  - {code: no-answer-3, name: Недозвон 3}
---
kind: Trigger
code: call
on: {changed: order.status, to: [no-answer-2, no-answer-3]}
do:
  - {id: pause, wait: 2h}
`);
    expect(problems(project)).toEqual([]);
    expect(project.byAddress.get('channel/sms')?.spec).toMatchObject({ from: 'SHOP', price: 1, budget: '30000/month' });
    expect(project.byAddress.get('status-group/no-answer')?.spec['statuses']).toEqual([
      { code: 'no-answer-1', name: 'Недозвон 1', limit: '1h' },
      { code: 'no-answer-2', name: 'Недозвон 2', limit: '4h' },
      { code: 'no-answer-3', name: 'Недозвон 3' },
    ]);
    const trigger = project.byAddress.get('trigger/call');
    expect(trigger?.spec['on']).toEqual([{ changed: ['order.status'], to: ['no-answer-2', 'no-answer-3'] }]);
    expect(trigger?.spec['do']).toMatchObject([{ id: 'pause', wait: '2h' }, { id: 'ask' }]);
    expect(project.resources.map(({ address }) => address)).toEqual(
      read('', 'none').resources.map(({ address }) => address),
    );
  });

  test('counts for its own environment only', () => {
    const overlay = 'kind: Channel\ncode: sms\nfrom: SHOP\n';
    expect(read(overlay, 'local').byAddress.get('channel/sms')?.spec['from']).toBe('TEST');
    expect(read(overlay, 'none').byAddress.get('channel/sms')?.spec['from']).toBe('TEST');
    expect(read(overlay).byAddress.get('channel/sms')?.digest).not.toBe(
      read(overlay, 'local').byAddress.get('channel/sms')?.digest,
    );
  });

  test('is checked as part of the resource: what it says is located in its file, what it left in the base', () => {
    expect(problems(read('kind: Trigger\ncode: call\nwhen: order.totalSum > 1\n'))).toEqual([
      'environments/production.yaml:3:13 an order has no field "totalSum" (did you mean "totalSumm"?)',
    ]);
    expect(
      problems(read('kind: Trigger\ncode: call\ndo:\n  - {id: ask, task: {text: "{{ order.nr }}"}}\n'))[0],
    ).toMatch(/^environments\/production\.yaml:4:\d+ .*nr/);
    const project = read('kind: Trigger\ncode: call\nwhen: order.totalSumm > 1\n');
    expect(project.byAddress.get('trigger/call')?.locate(['do', 1, 'task', 'text'])).toMatchObject({
      file: 'shop.yaml',
      line: 22,
    });
    expect(project.byAddress.get('trigger/call')?.locate(['when'])).toMatchObject({
      file: 'environments/production.yaml',
      line: 3,
    });
  });

  test.each([
    [
      'an unknown address',
      'kind: Channel\ncode: smss\nfrom: X\n',
      /production\.yaml:2:7 there is no channel\/smss in the project to lay this over \(did you mean "channel\/sms"\?\)/,
    ],
    [
      'a custom field without its entity',
      'kind: CustomField\ncode: callAt\nname: X\n',
      /there is no custom-field\/undefined\.callAt|of/,
    ],
    ['an unknown field', 'kind: Channel\ncode: sms\nfromm: X\n', /production\.yaml:3:1 .*fromm.*from/],
    ['an unknown kind', 'kind: Chanel\ncode: sms\n', /production\.yaml:1:7 there is no kind "Chanel"/],
    ['a value of the wrong type', 'kind: Channel\ncode: sms\nprice: much\n', /production\.yaml:3:8/],
    [
      'a new item that is not whole',
      'kind: StatusGroup\ncode: no-answer\nstatuses: [{code: x}]\n',
      /production\.yaml:1:1 status-group\/no-answer with this overlay: .*name/,
    ],
    ['broken YAML', 'kind: Channel\n  code: [', /production\.yaml:/],
  ])('%s is an error at its place', (_, overlay, message) => {
    expect(problems(read(overlay)).join('\n')).toMatch(message);
    // Of an environment that is not the chosen one, too.
    expect(problems(read(overlay, 'local')).join('\n')).toMatch(message);
  });

  test('of an environment that nobody declared is an error', () => {
    expect(problems(read('kind: Channel\ncode: sms\nfrom: X\n', 'local', 'prodction'))).toEqual([
      'environments/prodction.yaml:1:1 crmctl.yaml has no environment "prodction" (did you mean "production"?)',
    ]);
  });

  test('brings the names that it mentions into the order of an apply', () => {
    const project = read('kind: Trigger\ncode: call\nwhen: order.customFields.callAt == null\n');
    expect(dependenciesOf(project, vocabulary).get('trigger/call')).toContain('custom-field/order.callAt');
  });
});

test('what an overlay says is what the result says, and nothing else changes', () => {
  const spec = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom('x', 'y'), fc.integer())),
  );
  fc.assert(
    fc.property(spec, spec, (base, over) => {
      const { value, taken } = mergeOver(base, over, {});
      const at = (of: unknown, path: readonly unknown[]): unknown =>
        path.reduce<unknown>((each, key) => (each as Record<string, unknown> | undefined)?.[String(key)], of);
      for (const part of taken) expect(at(value, part.at)).toEqual(at(over, part.from));
      expect(mergeOver(value, over, {}).value).toEqual(value);
      for (const [key, member] of Object.entries(base)) if (!(key in over)) expect(at(value, [key])).toEqual(member);
    }),
  );
});
