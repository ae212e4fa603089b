import { expect, test } from 'vitest';
import type { ImportReport } from '../../src/import/import.js';
import type { TriggerReport } from '../../src/import/triggers/import.js';
import { plain } from '../../src/render/colour.js';
import { importHuman, importedTriggersHuman } from '../../src/render/import.js';
import { importedTriggersMarkdown, importMarkdown } from '../../src/render/importMarkdown.js';

const golden = (name: string): string => `../golden/import/${name}`;

/** A report in which everything occurs that one can tell. */
const report: ImportReport = {
  format: 'crmctl.import/1',
  ok: false,
  environment: 'production',
  account: 'crmctl.schema.json',
  added: [
    { address: 'status-group/new', file: 'status-groups.yaml' },
    { address: 'status-group/cancel', file: 'status-groups.yaml' },
    { address: 'custom-field/order.call_at', file: 'custom-fields.yaml' },
  ],
  extended: [{ address: 'dictionary/supplier', file: 'crm/supplier.yaml', items: ['elements.east'] }],
  differing: [
    {
      address: 'status-group/approval',
      source: { file: 'statuses.yaml', line: 12 },
      changes: [
        { path: 'statuses.call.name', op: 'change', before: 'Звонок | повтор', after: '`Звонок`', sensitive: false },
        { path: 'ordering', op: 'remove', before: 10, sensitive: false },
      ],
    },
  ],
  left: [{ address: 'reference/site.*', reason: 'its code "*" is none that a document may have' }],
  unread: [{ list: 'reference/costs', message: 'HTTP 500 <html>' }],
};

const triggers: TriggerReport = {
  format: 'crmctl.import-triggers/1',
  ok: true,
  added: [
    { address: 'trigger/thanks', marks: [] },
    {
      address: 'trigger/call',
      marks: [{ source: 'order.getFoo()\n  | length', reason: 'no field of an order is called foo_bar' }],
    },
  ],
  known: ['trigger/no-answer'],
};

test('an import, for a terminal and as Markdown', async () => {
  await expect(importHuman(report, { colour: plain, width: 100 })).toMatchFileSnapshot(golden('account.100.txt'));
  await expect(importMarkdown(report)).toMatchFileSnapshot(golden('account.md'));
});

test.each([60, 80, 120])('of many resources in a file a line of %i columns names some and counts the rest', (width) => {
  const added = Array.from({ length: 97 }, (_, index) => ({
    address: `reference/unit.u${index}`,
    file: 'references.yaml',
  }));
  const [line = ''] = importHuman({ ...report, added }, { colour: plain, width }).split('\n');
  expect(line.length).toBeLessThanOrEqual(width);
  expect(line).toMatch(/^  \+ references\.yaml   unit\.u0, .*… and \d+ more$/);
  expect(line.split(', ').length - 1 + Number(/(\d+) more$/.exec(line)?.[1])).toBe(97);
});

test('one that had nothing to do says only so', () => {
  const nothing = { ...report, ok: true, account: null, added: [], extended: [], differing: [], left: [], unread: [] };
  expect(importMarkdown(nothing)).toBe(
    '## crmctl import: production\n\n**Imported 0, completed 0.   0 differ, 0 left out**\n',
  );
});

test('copied triggers, for a terminal and as Markdown', async () => {
  await expect(importedTriggersHuman(triggers, 'triggers.yaml', plain)).toMatchFileSnapshot(golden('triggers.txt'));
  await expect(importedTriggersMarkdown(triggers, 'triggers.yaml')).toMatchFileSnapshot(golden('triggers.md'));
});
