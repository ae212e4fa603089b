import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importTriggers } from '../../../src/import/triggers/import.js';
import { objectsOf } from '../../../src/language/compile.js';
import { backtest } from '../../../src/simulate/backtest.js';
import { createEffectsFile } from '../../../src/simulate/effectsFile.js';
import { readLog } from '../../../src/simulate/readLog.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { trigger as word } from '../../../src/vocabulary/kinds/trigger.js';
import { projectOf } from '../../simulate/support/project.js';
import { documented, without, type Documented } from './documented.js';
import { callSaves, customerSaves, logOf, orderSaves } from './saves.js';

const shop = `kind: StatusGroup
code: new
statuses: [{code: new, name: Новый}, {code: did-not-get-through, name: Недозвон}]
---
kind: StatusGroup
code: approval
statuses: [{code: client-confirmed, name: Согласовано}]
---
kind: StatusGroup
code: delivery
statuses: [{code: order-get, name: Получен}]
---
kind: StatusGroup
code: complete
statuses: [{code: complete, name: Выполнен}]
---
kind: StatusGroup
code: cancel
statuses: [{code: cancel-other, name: Отменён}]
---
kind: Calendar
code: office
week: {mon-fri: "09:00-18:00"}
---
{kind: CustomField, code: transaction_id, of: order, type: string, name: Платёж}
---
{kind: CustomField, code: bad_comment, of: customer, type: string, name: Почему}
`;
const events = { order: 'Изменение заказа', customer: 'Изменение клиента', call: 'Missed call' } as const;
const codeOf = ({ number }: { number: number }): string => `c${number}`;

function formOf(each: Pick<Documented, 'number' | 'condition' | 'newOrder'> & { event: Documented['event'] }): string {
  return [
    `Символьный код: ${codeOf(each)}`,
    `Событие: ${events[each.event]}`,
    ...(each.condition === undefined ? [] : ['Условие применения:', `  ${each.condition}`]),
    ...(each.newOrder === undefined ? [] : [`Новый заказ: ${each.newOrder}`]),
    'Действия:',
    '- Отправить уведомление по шаблону',
    '    текст: сработало',
    '    кому: head@shop.ru',
    '---',
  ].join('\n');
}

const around = {
  objects: objectsOf(projectOf(shop).project, vocabulary),
  calendar: 'office',
  word,
  known: new Set<string>(),
};
const saves = [...customerSaves(), ...callSaves(), ...orderSaves()];

let folder: string;
let entered: ReadonlyMap<string, readonly string[]>;
const imported = importTriggers({ ...around, text: documented.map(formOf).join('\n') });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crmctl-documented-'));
  // Reads, type-checks and compiles all of them, or throws.
  const project = projectOf([shop, ...imported.documents].join('---\n'));
  const [log, effects] = [join(folder, 'log.ndjson'), join(folder, 'effects.ndjson')];
  writeFileSync(log, logOf(saves));
  await backtest({ ...project, log: readLog([log], 'Europe/Moscow'), effects: createEffectsFile(effects) });
  const lines = readFileSync(effects, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  entered = new Map(
    [...Map.groupBy(lines, (line) => line['trigger']!)].map(([name, all]) => [
      name,
      all.map((line) => line['causedBy']!),
    ]),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('at least 50 of the 55 documented conditions have a counterpart, without a mark', () => {
  expect(imported.report.added.flatMap(({ address, marks }) => marks.map((mark) => [address, mark]))).toEqual([]);
  expect(new Set(documented.map(({ number }) => number % 100)).size).toBeGreaterThanOrEqual(50);
});

describe('a translated condition holds at the same saves as the original', () => {
  test.each(documented)('no. $number: $condition', (each) => {
    const expected = saves.filter((save) => save.entity === each.event && each.means(save)).map(({ id }) => id);
    expect([...(entered.get(`trigger/${codeOf(each)}`) ?? [])].toSorted()).toEqual(expected.toSorted());
  });

  test('and no condition is tested by saves that all agree', () => {
    const trivial = documented.filter((each) => {
      const own = saves.filter((save) => save.entity === each.event);
      const held = own.filter(each.means);
      return held.length === 0 || held.length === own.length;
    });
    expect(trivial.map(({ number }) => number)).toEqual([]);
  });
});

test.each(without)(
  'no. $number finds no counterpart, is marked where it belongs, and does not run',
  ({ number, condition, reason }) => {
    const { documents, report } = importTriggers({ ...around, text: formOf({ number, event: 'order', condition }) });
    expect(report).toMatchObject({ ok: false, added: [{ marks: [{ reason }] }] });
    expect(documents[0]).toMatch(/^# NOT TRANSLATED: /m);
    expect(documents[0]).toContain('active: false');
    projectOf([shop, ...documents].join('---\n'));
  },
);
