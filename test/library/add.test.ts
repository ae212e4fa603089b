import { describe, expect, it } from 'vitest';
import { add, after, emptyProject, findingsIn, libraryTexts, smallLibrary } from './smallLibrary.js';

describe('the small library', () => {
  it('has nothing wrong with it', () => {
    expect(smallLibrary.diagnostics).toEqual([]);
    expect(smallLibrary.automations.map(({ area, code }) => `${area}/${code}`)).toEqual([
      'orders/letter',
      'calls/ladder',
    ]);
  });
});

describe('adding an automation', () => {
  it('copies its folder, and of the pool what it names, to the end; and no more', () => {
    const texts = after(['ladder'], emptyProject);
    expect(Object.keys(texts).sort()).toEqual([
      'automations/ladder/README.md',
      'automations/ladder/shop.yaml',
      'automations/ladder/tests.yaml',
      'automations/ladder/trigger.yaml',
      'crmctl.yaml',
      'shop/calendars/office.yaml',
      'shop/status-groups/cancel.yaml',
      'shop/status-groups/no-answer.yaml',
      'shop/teams/head.yaml',
    ]);
    expect(texts['automations/ladder/trigger.yaml']).toBe(libraryTexts['calls/ladder/trigger.yaml']);
    expect(texts['shop/status-groups/no-answer.yaml']).toBe(libraryTexts['shared/status-groups/no-answer.yaml']);
    expect(texts['crmctl.yaml']).toBe(emptyProject['crmctl.yaml']);
    expect(findingsIn(texts)).toEqual([]);
  });

  it('brings what a letter needs: its channel, rules for when it may go, texts of the shop', () => {
    const texts = after(['letter'], emptyProject);
    expect(Object.keys(texts)).toEqual(
      expect.arrayContaining([
        'shop/channels/email.yaml',
        'shop/policies/default.yaml',
        'automations/letter/templates.yaml',
      ]),
    );
    expect(texts['crmctl.yaml']).toBe(
      `${emptyProject['crmctl.yaml']}shop:\n  name: Мой магазин   # fill in\n  phone: +7 495 000-00-00   # fill in\n`,
    );
    expect(findingsIn(texts)).toEqual([]);
  });

  it('changes nothing the second time', () => {
    const texts = after(['ladder', 'letter'], emptyProject);
    expect(add(['letter', 'ladder'], texts)).toMatchObject({
      ok: true,
      files: [],
      report: { added: [], differing: [] },
    });
  });

  it('says what does the same as something that runs beside it', () => {
    const pair = [{ automation: 'ladder', alternative: 'letter' }];
    expect(add(['ladder', 'letter'], emptyProject)).toMatchObject({ report: { rivals: pair } });
    expect(add(['ladder'], emptyProject)).toMatchObject({ report: { rivals: [] } });
    const texts = after(['letter'], emptyProject);
    expect(add(['ladder'], texts)).toMatchObject({ ok: true, report: { rivals: pair } });
    const file = 'automations/letter/trigger.yaml';
    const resting = { ...texts, [file]: texts[file]!.replace('code: letter\n', 'code: letter\nactive: false\n') };
    expect(add(['ladder'], resting)).toMatchObject({ ok: true, report: { rivals: [] } });
  });

  it('says what is left to do', () => {
    expect(add(['ladder', 'letter'], emptyProject)).toMatchObject({
      report: {
        todo: {
          shop: ['name', 'phone'],
          teams: ['team/head'],
          connect: ['channel/email'],
          variables: [
            { name: 'SMTP_HOST', default: '127.0.0.1', address: 'channel/email' },
            { name: 'SMTP_PASSWORD', address: 'channel/email' },
          ],
          missing: [],
        },
      },
    });
  });
});

describe('a project that has some of it', () => {
  const groups = `# Ours.
kind: StatusGroup
code: no-answer          # as in the CRM
name: Не дозвонились
statuses:
  # the first
  - code: no-answer-1
    name: Первый раз     # ours

  # end
---
kind: StatusGroup
code: other
name: Другая
statuses: [{code: cancel-other, name: Отменён у нас}]
`;

  it('gets the statuses that a group of its own lacks, beside those that are there; its comments stay', () => {
    const texts = after(['ladder'], { ...emptyProject, 'statuses.yaml': groups });
    expect(texts['statuses.yaml']).toBe(
      groups.replace(
        '    name: Первый раз     # ours\n',
        '    name: Первый раз     # ours\n  - {code: no-answer-2, name: Недозвон 2}\n',
      ),
    );
    expect(texts).not.toHaveProperty('shop/status-groups/no-answer.yaml');
    expect(findingsIn(texts)).toEqual([]);
  });

  it('keeps what says something else, and names it', () => {
    const added = add(['ladder'], { ...emptyProject, 'statuses.yaml': groups });
    expect(added).toMatchObject({
      ok: true,
      report: {
        extended: [{ address: 'status-group/no-answer', file: 'statuses.yaml', items: ['statuses.no-answer-2'] }],
        differing: [{ address: 'status-group/no-answer', file: 'statuses.yaml', line: 2 }],
      },
    });
  });

  it('does not get a status a second time that stands in another group', () => {
    const elsewhere = 'kind: StatusGroup\ncode: calls\nname: Звонки\nstatuses: [{code: no-answer-1, name: Раз}]\n';
    const texts = after(['ladder'], { ...emptyProject, 'statuses.yaml': elsewhere });
    expect(texts['statuses.yaml']).toBe(elsewhere);
    expect(texts['shop/status-groups/no-answer.yaml']).toContain('no-answer-2');
    expect(texts['shop/status-groups/no-answer.yaml']).not.toContain('code: no-answer-1');
    expect(findingsIn(texts)).toEqual([]);
  });

  it('uses its own channel of a type, and its own policy', () => {
    const own =
      'kind: Channel\ncode: post\nname: Почта\ntype: email\nprovider: smtp\nhost: mail\nfrom: a@b.ru\n---\nkind: Policy\ncode: ours\nclasses: {service: {quiet: "23:00-08:00"}}\n';
    const texts = after(['letter'], { ...emptyProject, 'sending.yaml': own });
    expect(Object.keys(texts).filter((path) => path.startsWith('shop/'))).toEqual([]);
    expect(findingsIn(texts)).toEqual([]);
  });

  it('keeps its edited copy, also when it is added again', () => {
    const texts = after(['ladder'], emptyProject);
    const edited = {
      ...texts,
      'automations/ladder/trigger.yaml': texts['automations/ladder/trigger.yaml']!.replace('1h', '2h'),
    };
    expect(add(['ladder'], edited)).toMatchObject({
      ok: true,
      files: [],
      report: { differing: [{ address: 'trigger/ladder', file: 'automations/ladder/trigger.yaml' }] },
    });
  });

  it('gets back what was removed from its copy', () => {
    const { 'automations/ladder/tests.yaml': tests, ...rest } = after(['ladder'], emptyProject);
    expect(after(['ladder'], rest)['automations/ladder/tests.yaml']).toBe(tests);
  });

  it('gets nothing when a trigger of that code is somebody else’s', () => {
    const own = 'kind: Trigger\ncode: ladder\nname: Наш\non: {event: order.created}\ndo: [{id: a, note: "Новый"}]\n';
    expect(add(['letter', 'ladder'], { ...emptyProject, 'ours.yaml': own })).toEqual({
      ok: false,
      clashes: [{ automation: 'ladder', address: 'trigger/ladder', file: 'ours.yaml', line: 1 }],
    });
  });

  it('gets nothing when it would not be valid with it', () => {
    // The project's own fields are open until one is declared; the library's declares the first.
    const own =
      'kind: Trigger\ncode: ours\nname: Наш\non: {event: order.created}\nwhen: order.customFields.gift == "yes"\ndo: [{id: a, note: "Новый"}]\n';
    expect(findingsIn({ ...emptyProject, 'ours.yaml': own })).toEqual([]);
    expect(add(['ladder'], { ...emptyProject, 'ours.yaml': own })).toMatchObject({
      ok: false,
      findings: [{ file: 'ours.yaml', line: 5, message: expect.stringContaining('gift') as string }],
    });
  });
});
