import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.js';
import Import from '../../src/commands/import.js';
import Plan from '../../src/commands/plan.js';
import Validate from '../../src/commands/validate.js';
import { outputOf } from './commandOutput.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crmctl-import-'));
  writeFileSync(join(dir, 'crmctl.yaml'), 'version: 1\nname: shop\ntimezone: Europe/Moscow\n');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const run = (command: typeof Import | typeof Plan | typeof Validate, ...args: string[]) =>
  outputOf(command, ['-C', dir, '--no-color', ...args]);

test('import, then validate and plan find nothing', async () => {
  const first = await run(Import);
  expect(first).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Imported \d+, completed 0\. {3}0 differ/m),
  });
  const written = readFileSync(join(dir, 'status-groups.yaml'), 'utf8');
  expect(await run(Validate)).toMatchObject({ exitCode: 0 });
  expect(await run(Plan, '--detailed-exitcode')).toMatchObject({ exitCode: 0 });
  const again = await run(Import, '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ format: 'crmctl.import/1', ok: true, added: [], extended: [] });
  expect(readFileSync(join(dir, 'status-groups.yaml'), 'utf8')).toBe(written);
});

test('only what is selected', async () => {
  await run(Import, '--select', 'status-group/new');
  expect(readFileSync(join(dir, 'status-groups.yaml'), 'utf8').match(/^code: .*/gm)).toEqual(['code: new']);
});

test('a document that names what only the CRM has is no obstacle', async () => {
  const trigger = 'kind: Trigger\ncode: t\non: {changed: order.status, to: complete}\ndo: [{id: n, note: done}]\n';
  const ownStatus = 'kind: StatusGroup\ncode: own\nstatuses: [{code: own-1, name: Один}]\n';
  writeFileSync(join(dir, 'own.yaml'), `${trigger}---\n${ownStatus}`);
  expect(await run(Validate)).toMatchObject({ exitCode: 3 });
  expect(await run(Import)).toMatchObject({ exitCode: 0 });
  expect(await run(Validate)).toMatchObject({ exitCode: 0 });
});

test('a folder without crmctl.yaml is told what to do', async () => {
  rmSync(join(dir, 'crmctl.yaml'));
  const ended = await run(Import).catch((error: unknown) => (error instanceof Failure ? error : Promise.reject(error)));
  expect(ended).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('crmctl init') });
});

test('triggers that were copied from the form of the CRM, once', async () => {
  const copied = join(dir, 'copied.txt');
  writeFileSync(
    copied,
    'Название: Спасибо\nСобытие: Изменение заказа\nУсловие: changeSet.isCreate()\nДействия:\n- Поставить задачу: Позвонить\n',
  );
  expect(await run(Import, '--triggers', copied)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('Translated 1, in part 0.'),
  });
  const written = readFileSync(join(dir, 'triggers.yaml'), 'utf8');
  expect(written).toContain('on: {event: order.created}');
  expect(await run(Validate)).toMatchObject({ exitCode: 0 });
  await run(Import, '--triggers', copied);
  expect(readFileSync(join(dir, 'triggers.yaml'), 'utf8')).toBe(written);
});
