import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../src/plan/base.js';
import type { Plan } from '../../src/plan/plan.js';
import { compileProgram } from '../../src/engine/index.js';
import { compileSites } from '../../src/language/compile.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { changesOf, comparisonsOf, planOfProject, planned, projectOf, type Running } from './scene.js';

const group = `kind: StatusGroup
code: no-answer
name: Недозвон
calendar: office
statuses:
  - {code: no-answer-1, name: Недозвон 1, limit: 1h, next: [no-answer-2, no-answer-3]}
  - {code: no-answer-2, name: Недозвон 2}
  - {code: no-answer-3, name: Недозвон 3}
---
kind: Calendar
code: office
timezone: Europe/Moscow
week: {mon-fri: "09:00-18:00"}
`;
const status = (code: string, name: string, ordering: number, more = {}) => ({
  code,
  name,
  ordering,
  active: true,
  group: 'no-answer',
  ...more,
});
const groupInCrm = {
  identity: 'no-answer',
  spec: {
    code: 'no-answer',
    name: 'Недозвон',
    process: true,
    active: true,
    ordering: 30,
    statuses: [
      status('no-answer-1', 'Недозвон 1', 10),
      status('no-answer-2', 'Недозвон 2', 20),
      status('no-answer-3', 'Недозвон 3', 30),
    ],
  },
};
const project = projectOf({ 'statuses.yaml': group });
const spec = (address: string) => project.byAddress.get(address)!.spec;
const inSync = {
  remote: { StatusGroup: [groupInCrm] },
  live: { 'status-group/no-answer': spec('status-group/no-answer'), 'calendar/office': spec('calendar/office') },
  applied: { 'status-group/no-answer': spec('status-group/no-answer'), 'calendar/office': spec('calendar/office') },
} satisfies Running;

/** The group in the CRM with other statuses. */
const withStatuses = (...statuses: readonly object[]): Running => ({
  ...inSync,
  remote: { StatusGroup: [{ ...groupInCrm, spec: { ...groupInCrm.spec, statuses } }] },
});

describe('what is compared', () => {
  test('a CRM that holds what was applied is unchanged, whatever the server added', () => {
    const plan = planOfProject(project, inSync);
    expect(plan.resources).toEqual([]);
    expect(plan.summary).toEqual({ create: 0, update: 0, remove: 0, rename: 0, manual: 0, unchanged: 2, unmanaged: 0 });
  });

  test('sets in another order and a status that somebody else added are no change', () => {
    const live = {
      ...inSync.live,
      'status-group/no-answer': {
        ...spec('status-group/no-answer'),
        statuses: [{ code: 'no-answer-1', name: 'x', limit: '1h', next: ['no-answer-3', 'no-answer-2'] }],
      },
    };
    const others = withStatuses(
      status('no-answer-1', 'Недозвон 1', 10),
      status('sms', 'Отправлено SMS', 15),
      status('no-answer-2', 'Недозвон 2', 20),
      status('no-answer-3', 'Недозвон 3', 30),
    );
    expect(planOfProject(project, { ...others, live }).resources).toEqual([]);
  });

  test('what the CRM holds and this project never applied is counted and left alone', () => {
    const other = { identity: 'cancel', spec: { code: 'cancel', name: 'Отмена', statuses: [] } };
    const plan = planOfProject(project, { ...inSync, remote: { StatusGroup: [groupInCrm, other] } });
    expect(plan.resources).toEqual([]);
    expect(plan.summary.unmanaged).toBe(1);
  });

  test('an existing resource that equals the repository needs no change, only its copy', () => {
    const plan = planOfProject(project, { ...inSync, applied: {} });
    expect(plan.resources).toEqual([]);
    expect(plan.base.record).toEqual(['calendar/office', 'status-group/no-answer']);
  });
});

describe('who moved', () => {
  const renamed = 'Недозвон 2 (второй)';

  test('the repository: the copy holds what the CRM holds', () => {
    const changed = projectOf({ 'statuses.yaml': group.replace('name: Недозвон 2', `name: "${renamed}"`) });
    const plan = planOfProject(changed, inSync);
    expect(changesOf(plan, 'status-group/no-answer')).toEqual([
      `statuses.no-answer-2.name: "Недозвон 2" → "${renamed}" (repo)`,
    ]);
    expect(planned(plan, 'status-group/no-answer')).toMatchObject({
      reason: 'changed in the repository',
      executor: 'api',
      source: { file: 'statuses.yaml', line: 1 },
    });
  });

  test('somebody in the CRM: the copy holds what the repository holds', () => {
    const plan = planOfProject(
      project,
      withStatuses(
        status('no-answer-1', 'Недозвон 1', 10),
        status('no-answer-2', renamed, 20),
        status('no-answer-3', 'Недозвон 3', 30),
      ),
    );
    expect(changesOf(plan, 'status-group/no-answer')).toEqual([
      `statuses.no-answer-2.name: "${renamed}" → "Недозвон 2" (remote)`,
    ]);
    expect(planned(plan, 'status-group/no-answer').reason).toBe('changed in the CRM since the last apply');
  });

  test('both: the copy holds a third value', () => {
    const changed = projectOf({ 'statuses.yaml': group.replace('name: Недозвон 2', 'name: Второй') });
    const plan = planOfProject(
      changed,
      withStatuses(
        status('no-answer-1', 'Недозвон 1', 10),
        status('no-answer-2', renamed, 20),
        status('no-answer-3', 'Недозвон 3', 30),
      ),
    );
    expect(changesOf(plan, 'status-group/no-answer')).toEqual([
      `statuses.no-answer-2.name: "${renamed}" → "Второй" (both)`,
    ]);
  });

  test('a status that somebody switched off comes back', () => {
    const plan = planOfProject(
      project,
      withStatuses(
        status('no-answer-1', 'Недозвон 1', 10),
        status('no-answer-2', 'Недозвон 2', 20, { active: false }),
        status('no-answer-3', 'Недозвон 3', 30),
      ),
    );
    expect(changesOf(plan, 'status-group/no-answer')).toEqual(['statuses.no-answer-2.active: false → true (remote)']);
  });

  test('a status that the repository dropped is the repository’s; one that somebody removed is theirs', () => {
    const dropped = projectOf({
      'statuses.yaml': group.replace('  - {code: no-answer-3, name: Недозвон 3}\n', '').replace(', no-answer-3]', ']'),
    });
    expect(changesOf(planOfProject(dropped, inSync), 'status-group/no-answer')).toEqual([
      'statuses.no-answer-1.next: ["no-answer-2","no-answer-3"] → ["no-answer-2"] (repo)',
      `statuses.no-answer-3: - ${JSON.stringify(status('no-answer-3', 'Недозвон 3', 30))} (repo)`,
    ]);
    const gone = withStatuses(status('no-answer-1', 'Недозвон 1', 10), status('no-answer-2', 'Недозвон 2', 20));
    expect(changesOf(planOfProject(project, gone), 'status-group/no-answer')).toEqual([
      'statuses.no-answer-3: + {"code":"no-answer-3","name":"Недозвон 3"} (remote)',
    ]);
    const off = withStatuses(
      status('no-answer-1', 'Недозвон 1', 10),
      status('no-answer-2', 'Недозвон 2', 20),
      status('no-answer-3', 'Недозвон 3', 30, { active: false }),
    );
    expect(changesOf(planOfProject(dropped, off), 'status-group/no-answer')).toEqual([
      'statuses.no-answer-1.next: ["no-answer-2","no-answer-3"] → ["no-answer-2"] (repo)',
    ]);
  });

  test('the order of statuses is a field of its own', () => {
    const plan = planOfProject(
      project,
      withStatuses(
        status('no-answer-2', 'Недозвон 2', 5),
        status('no-answer-1', 'Недозвон 1', 10),
        status('no-answer-3', 'Недозвон 3', 30),
      ),
    );
    expect(changesOf(plan, 'status-group/no-answer')).toEqual([
      'statuses: order ["no-answer-2","no-answer-1","no-answer-3"] → ["no-answer-1","no-answer-2","no-answer-3"] (remote)',
    ]);
  });

  test('a status in another group is one changed field, and the group that it leaves is not touched', () => {
    const other = {
      identity: 'cancel',
      spec: {
        code: 'cancel',
        name: 'Отмена',
        statuses: [status('no-answer-3', 'Недозвон 3', 30, { group: 'cancel' })],
      },
    };
    const own = { ...groupInCrm, spec: { ...groupInCrm.spec, statuses: groupInCrm.spec.statuses.slice(0, 2) } };
    const plan = planOfProject(project, { ...inSync, remote: { StatusGroup: [own, other] } });
    expect(plan.resources.map((resource) => resource.address)).toEqual(['status-group/no-answer']);
    expect(changesOf(plan, 'status-group/no-answer')).toEqual([
      'statuses.no-answer-3.group: "cancel" → "no-answer" (remote)',
    ]);
  });
});

describe('conflicts', () => {
  const theirs = withStatuses(
    status('no-answer-1', 'Недозвон 1', 10),
    status('no-answer-2', 'Их имя', 20),
    status('no-answer-3', 'Недозвон 3', 30),
  );
  const conflicts = (plan: Plan) => plan.guards.find(({ id }) => id === 'conflicts');
  const none = { id: 'conflicts', ok: true, value: 0, limit: 0, addresses: [] };
  const refused = (...addresses: readonly string[]) => ({
    id: 'conflicts',
    ok: false,
    value: addresses.length,
    limit: 0,
    addresses,
  });
  const without = (file: string, ...parts: readonly string[]) =>
    projectOf({ 'statuses.yaml': parts.reduce((text, part) => text.replace(part, ''), file) });

  test('a field that only one side moved is none', () => {
    expect(conflicts(planOfProject(project, theirs))).toEqual(none);
    const changed = projectOf({ 'statuses.yaml': group.replace('name: Недозвон 2', 'name: Второй') });
    expect(conflicts(planOfProject(changed, inSync))).toEqual(none);
    const other = projectOf({ 'statuses.yaml': group.replace('name: Недозвон 1', 'name: Первый') });
    expect(conflicts(planOfProject(other, theirs))).toEqual(none);
  });

  test('nor is a field that both moved to the same value', () => {
    const same = projectOf({ 'statuses.yaml': group.replace('name: Недозвон 2', 'name: Их имя') });
    expect(conflicts(planOfProject(same, theirs))).toEqual(none);
  });

  test('a field that both moved is refused, with the resource that has it', () => {
    const changed = projectOf({ 'statuses.yaml': group.replace('name: Недозвон 2', 'name: Второй') });
    expect(conflicts(planOfProject(changed, theirs))).toEqual(refused('status-group/no-answer'));
  });

  test('so is a field that somebody removed and the repository changed', () => {
    const live = {
      ...spec('status-group/no-answer'),
      statuses: [{ code: 'no-answer-1', next: ['no-answer-2', 'no-answer-3'] }, { code: 'no-answer-2' }],
    };
    const running = { ...inSync, live: { ...inSync.live, 'status-group/no-answer': live } };
    const changed = projectOf({ 'statuses.yaml': group.replace('limit: 1h', 'limit: 2h') });
    const plan = planOfProject(changed, running);
    expect(changesOf(plan, 'status-group/no-answer')).toContain('statuses.no-answer-1.limit: + "2h" (both)');
    expect(conflicts(plan)).toEqual(refused('status-group/no-answer'));
  });

  test('so is a status that the repository drops after somebody renamed it', () => {
    const dropped = without(group, '  - {code: no-answer-2, name: Недозвон 2}\n', 'no-answer-2, ');
    expect(conflicts(planOfProject(dropped, inSync))).toEqual(none);
    const plan = planOfProject(dropped, theirs);
    expect(planned(plan, 'status-group/no-answer').changes).toContainEqual(
      expect.objectContaining({ path: 'statuses.no-answer-2', op: 'remove', origin: 'both' }),
    );
    expect(conflicts(plan)).toEqual(refused('status-group/no-answer'));
  });

  test('so is a resource that leaves the repository after somebody changed it, in either plane', () => {
    const type = { of: 'orderType', code: 'main', name: 'Основной' };
    const call = { code: 'call', on: { event: 'order.created' }, do: [{ id: 'call', task: { text: 'Звонок' } }] };
    const running = (name: string, text: string): Running => ({
      remote: { Reference: [{ identity: 'order-type.main', spec: { ...type, name, active: true, ordering: 990 } }] },
      live: { 'trigger/call': { ...call, do: [{ id: 'call', task: { text } }] } },
      applied: { 'reference/order-type.main': type, 'trigger/call': call },
    });
    expect(conflicts(planOfProject(projectOf({}), running('Основной', 'Звонок')))).toEqual(none);
    const plan = planOfProject(projectOf({}), running('Главный', 'Позвонить'));
    expect(conflicts(plan)).toEqual(refused('reference/order-type.main', 'trigger/call'));
    expect(planned(plan, 'reference/order-type.main').reason).toBe(
      "no longer in the repository, and changed in the CRM since the last apply (name); the CRM's API cannot delete it",
    );
    expect(planned(plan, 'trigger/call').reason).toContain(
      'changed in the CRM since the last apply (do.call.task.text)',
    );
  });

  test('what a person has to do overwrites nothing', () => {
    const changed = projectOf({ 'statuses.yaml': group.replace('name: Недозвон\n', 'name: Не дозвонились\n') });
    const renamedByThem = { ...groupInCrm, spec: { ...groupInCrm.spec, name: 'Их группа' } };
    const running = { ...inSync, remote: { StatusGroup: [renamedByThem] } };
    expect(conflicts(planOfProject(changed, running))).toEqual(refused('status-group/no-answer'));
    const plan = planOfProject(changed, { ...running, statusGroups: false });
    expect(planned(plan, 'status-group/no-answer').changes).toMatchObject([{ origin: 'both', manual: true }]);
    expect(conflicts(plan)).toEqual(none);
    const removedByThem = { ...inSync, remote: {}, statusGroups: false };
    const other = projectOf({ 'statuses.yaml': group.replace('name: Недозвон 2', 'name: Второй') });
    const byHand = planOfProject(other, removedByThem);
    expect(planned(byHand, 'status-group/no-answer').changes).toContainEqual(
      expect.objectContaining({ path: 'statuses.no-answer-2', origin: 'both', waitsFor: 'status-group/no-answer' }),
    );
    expect(conflicts(byHand)).toEqual(none);
  });
});

describe('what the API cannot do', () => {
  test('a new group is made by hand where groups are read-only, and its statuses wait for it', () => {
    const plan = planOfProject(project, { statusGroups: false });
    const entry = planned(plan, 'status-group/no-answer');
    expect(entry).toMatchObject({
      actions: ['manual'],
      executor: 'manual',
      manual: expect.stringContaining('cannot create groups'),
    });
    expect(entry.changes.find((change) => change.path === 'statuses.no-answer-1')).toMatchObject({
      op: 'add',
      waitsFor: 'status-group/no-answer',
    });
    expect(entry.changes.find((change) => change.path === 'name')).toMatchObject({ manual: true });
    expect(plan.summary).toMatchObject({ create: 1, manual: 1 });
  });

  test('the name of a group is left to a person, its statuses are not', () => {
    const changed = projectOf({
      'statuses.yaml': group
        .replace('name: Недозвон\n', 'name: Не дозвонились\n')
        .replace('name: Недозвон 2', 'name: Второй'),
    });
    const entry = planned(planOfProject(changed, { ...inSync, statusGroups: false }), 'status-group/no-answer');
    expect(entry).toMatchObject({
      actions: ['update', 'manual'],
      executor: 'api',
      manual: expect.stringContaining('cannot change name'),
    });
    expect(entry.changes.map(({ path, manual }) => [path, manual ?? false])).toEqual([
      ['name', true],
      ['statuses.no-answer-2.name', false],
    ]);
  });

  test('the type of a field is made with it, and changed by a person only', () => {
    const field = (type: string): string => `kind: CustomField\ncode: callAt\nof: order\nname: Когда\ntype: ${type}\n`;
    const made = planOfProject(projectOf({ 'field.yaml': field('date') }));
    expect(made.resources).toMatchObject([{ actions: ['create'], executor: 'api' }]);
    expect(made.resources[0]?.changes.some(({ manual }) => manual)).toBe(false);
    const there = {
      identity: 'order.callAt',
      spec: { code: 'callAt', of: 'order', name: 'Когда', type: 'date', active: true },
    };
    expect(
      planOfProject(projectOf({ 'field.yaml': field('datetime') }), { remote: { CustomField: [there] } }).resources,
    ).toMatchObject([
      {
        actions: ['manual'],
        manual: expect.stringContaining('cannot change the type'),
        changes: [{ path: 'type', manual: true }],
      },
    ]);
  });

  test('what is left to a person is not recorded as applied: it stays a change of the repository', () => {
    const field = (name: string, type: string) =>
      `kind: CustomField\ncode: callAt\nof: order\nname: ${name}\ntype: ${type}\n`;
    const copy = { code: 'callAt', of: 'order', name: 'Когда', type: 'date' };
    const running = (applied: Running['applied']): Running => ({
      remote: { CustomField: [{ identity: 'order.callAt', spec: { ...copy, active: true } }] },
      ...(applied && { applied }),
    });
    const recorded = (applied: Running['applied'], name = 'Потом') => {
      const [comparison] = comparisonsOf(projectOf({ 'field.yaml': field(name, 'datetime') }), running(applied));
      return comparison?.verdict.is === 'changed' ? comparison.verdict.recorded : comparison?.verdict.is;
    };
    const applied = { 'custom-field/order.callAt': copy };
    expect(recorded(applied)).toEqual({ ...copy, name: 'Потом' });
    expect(recorded(undefined)).toEqual({ code: 'callAt', of: 'order', name: 'Потом' });
    expect(recorded(applied, 'Когда')).toBe('keep');
  });

  test('a dictionary that left the repository is deleted by hand', () => {
    const copy = { code: 'supplier', name: 'Поставщик', elements: [{ code: 'north', name: 'Север' }] };
    const plan = planOfProject(projectOf({}), {
      remote: { Dictionary: [{ identity: 'supplier', spec: copy }] },
      applied: { 'dictionary/supplier': copy },
    });
    expect(planned(plan, 'dictionary/supplier')).toMatchObject({
      actions: ['manual'],
      source: null,
      manual: expect.stringContaining('cannot delete dictionaries'),
    });
  });
});

describe('removal', () => {
  const reference = (code: string) => ({ of: 'orderType', code, name: code, active: true });
  const held = (...codes: readonly string[]): Running => ({
    remote: { Reference: codes.map((code) => ({ identity: `order-type.${code}`, spec: reference(code) })) },
    applied: Object.fromEntries(
      codes.map((code) => [`reference/order-type.${code}`, { of: 'orderType', code, name: code }]),
    ),
  });

  test('what was applied and left the repository is deactivated where it cannot be removed', () => {
    const plan = planOfProject(projectOf({}), held('main'));
    expect(planned(plan, 'reference/order-type.main')).toMatchObject({
      actions: ['deactivate'],
      executor: 'api',
      source: null,
    });
    expect(plan.summary.remove).toBe(1);
  });

  test('a resource of the runner is removed', () => {
    const plan = planOfProject(projectOf({}), {
      live: { 'calendar/office': spec('calendar/office') },
      applied: { 'calendar/office': spec('calendar/office') },
    });
    expect(planned(plan, 'calendar/office')).toMatchObject({ actions: ['remove'], executor: 'runner' });
  });

  test('what is gone already needs nothing', () => {
    const plan = planOfProject(projectOf({}), { applied: held('main').applied! });
    expect(plan.resources).toEqual([]);
    expect(plan.base.forget).toEqual(['reference/order-type.main']);
  });

  test.each([
    { applied: 3, removed: 1, ok: true },
    { applied: 3, removed: 2, ok: false },
    { applied: 10, removed: 3, ok: true },
    { applied: 10, removed: 4, ok: false },
  ])('of $applied of a kind $removed removed: ok $ok', ({ applied, removed, ok }) => {
    const codes = Array.from({ length: applied }, (_, index) => `t${index}`);
    const kept = codes.slice(removed).map((code) => `kind: Reference\nof: orderType\ncode: ${code}\nname: ${code}\n`);
    const plan = planOfProject(projectOf({ 'kept.yaml': kept.join('---\n') }), held(...codes));
    expect(plan.guards.find((guard) => guard.id === 'removals')).toMatchObject({
      ok,
      value: removed,
      of: applied,
      kind: 'Reference',
    });
  });

  test('of several kinds the one that would lose most in proportion speaks for all', () => {
    const calendars = Array.from({ length: 10 }, (_, index) => `c${index}`);
    const calendar = (code: string) =>
      `kind: Calendar\ncode: ${code}\ntimezone: Europe/Moscow\nweek: {mon-fri: "09:00-18:00"}\n`;
    const all = projectOf({ 'calendars.yaml': calendars.map(calendar).join('---\n') });
    const copies = Object.fromEntries(all.resources.map(({ address, spec: copy }) => [address, copy]));
    const { remote, applied } = held('t0', 't1', 't2');
    const kept = [...calendars.slice(1).map(calendar), 'kind: Reference\nof: orderType\ncode: t0\nname: t0\n'];
    const plan = planOfProject(projectOf({ 'kept.yaml': kept.join('---\n') }), {
      ...(remote && { remote }),
      live: copies,
      applied: { ...applied, ...copies },
    });
    expect(plan.guards.find((guard) => guard.id === 'removals')).toMatchObject({
      ok: false,
      kind: 'Reference',
      value: 2,
      of: 3,
    });
  });

  test('a protected resource is refused, also when its file is gone', () => {
    const plan = planOfProject(projectOf({}), {
      ...held('main'),
      applied: { 'reference/order-type.main': { ...reference('main'), protected: true } },
    });
    expect(plan.guards.find((guard) => guard.id === 'protected')).toMatchObject({
      ok: false,
      value: 1,
      addresses: ['reference/order-type.main'],
    });
  });

  test.each([
    { applied: undefined, ok: true, addresses: [] },
    { applied: 'shop', ok: true, addresses: [] },
    { applied: 'other', ok: false, addresses: ['project/other'] },
  ])('where the project $applied was applied, the project shop is let in: $ok', ({ applied, ok, addresses }) => {
    const config = applied === undefined ? null : { ...settingsOf(projectOf({})), name: applied };
    const plan = planOfProject(projectOf({}), { ...held('main'), config });
    expect(plan.guards.find((guard) => guard.id === 'project')).toMatchObject({ ok, addresses });
  });

  test.each([
    { account: 'Europe/Moscow', repository: 'Europe/Moscow', ok: true, addresses: [] },
    { account: 'Asia/Calcutta', repository: 'Asia/Kolkata', ok: true, addresses: [] },
    { account: 'Europe/Samara', repository: 'Europe/Moscow', ok: false, addresses: ['project/shop'] },
  ])('an account in $account lets a project in $repository in: $ok', ({ account, repository, ok, addresses }) => {
    const config = `version: 1\nname: shop\ntimezone: ${repository}\ncurrency: RUB\nlocale: ru\nenvironments: {local: {}}\n`;
    const plan = planOfProject(projectOf({ 'crmctl.yaml': config }), { timezone: account });
    const zones = { account, repository };
    expect(plan.guards.find((guard) => guard.id === 'timezone')).toMatchObject({ ok, addresses, zones });
  });

  test('an account that does not tell its zone is not judged by it', () => {
    expect(planOfProject(projectOf({})).guards.map(({ id }) => id)).not.toContain('timezone');
  });

  test('a list that could not be read to its end never leads to a removal, and the plan says that it is not complete', () => {
    const plan = planOfProject(projectOf({}), {
      ...held('main'),
      remote: {},
      unread: [
        { kind: 'Reference', covers: 'order-type.', list: 'reference/order-types', message: 'the connection was cut' },
      ],
    });
    expect(plan.resources).toEqual([]);
    expect(plan.base.forget).toEqual([]);
    expect(plan).toMatchObject({
      complete: false,
      diagnostics: [{ severity: 'error', message: expect.stringContaining('the connection was cut') }],
    });
    expect(plan.guards.find((guard) => guard.id === 'incomplete')).toMatchObject({ ok: false, value: 1 });
  });

  test('a new code for an old resource is a rename', () => {
    const renamed = projectOf({
      'calendar.yaml':
        'kind: Calendar\ncode: shop\nrenamedFrom: office\ntimezone: Europe/Moscow\nweek: {mon-fri: "09:00-18:00"}\n',
    });
    const plan = planOfProject(renamed, {
      live: { 'calendar/office': spec('calendar/office') },
      applied: { 'calendar/office': spec('calendar/office') },
    });
    expect(plan.resources).toHaveLength(1);
    expect(planned(plan, 'calendar/shop')).toMatchObject({
      actions: ['rename'],
      renamedFrom: 'calendar/office',
      changes: [],
    });
    expect(plan.summary).toMatchObject({ rename: 1, remove: 0, create: 0 });
  });

  test('a new code that is there already is no rename: the old one goes, the new one is as it should be', () => {
    const renamed = projectOf({
      'main.yaml': 'kind: Reference\nof: orderType\ncode: shop\nrenamedFrom: main\nname: Shop\n',
    });
    const { applied } = held('main');
    const plan = planOfProject(renamed, { ...held('main', 'shop'), ...(applied && { applied }) });
    expect(planned(plan, 'reference/order-type.shop')).toMatchObject({ actions: ['update'] });
    expect(planned(plan, 'reference/order-type.main')).toMatchObject({ actions: ['deactivate'] });
  });
});

describe('order', () => {
  test('everything comes after what it names', () => {
    const files = {
      'a.yaml': group,
      'b.yaml':
        'kind: CustomField\ncode: supplier\nof: order\ntype: dictionary\ndictionary: supplier\nname: Поставщик\n',
      'c.yaml': 'kind: Dictionary\ncode: supplier\nname: Поставщик\nelements: [{code: north, name: Север}]\n',
      'd.yaml':
        'kind: Trigger\ncode: call\non: {changed: order.status, to: no-answer-1}\ndo:\n  - {id: call, task: {text: Звонок}}\n',
    };
    const plan = planOfProject(projectOf(files));
    const addresses = plan.resources.map((resource) => resource.address);
    expect(addresses).toEqual([
      'calendar/office',
      'dictionary/supplier',
      'custom-field/order.supplier',
      'status-group/no-answer',
      'trigger/call',
    ]);
    expect(planned(plan, 'trigger/call').dependsOn).toEqual(['status-group/no-answer']);
    expect(planned(plan, 'custom-field/order.supplier').dependsOn).toEqual(['dictionary/supplier']);
  });

  test('a Template depends on the fragments that its texts take in, and these on theirs', () => {
    const fragment = (code: string, body: string) => `kind: Fragment\ncode: ${code}\nname: F\nbody: "${body}"\n`;
    const files = {
      'a.yaml': `kind: Template\ncode: thanks\nname: T\nfor: order\nchannel: sms\nbody: "{% extends 'letter' %}{% block a %}{% include 'sign' %}{% endblock %}"\n`,
      'b.yaml': fragment('letter', "{% block a %}{% endblock %}{% include 'foot' %}"),
      'c.yaml': fragment('foot', 'x'),
      'd.yaml': fragment('sign', 'y'),
    };
    const plan = planOfProject(projectOf(files));
    expect(plan.resources.map((resource) => resource.address)).toEqual([
      'fragment/foot',
      'fragment/letter',
      'fragment/sign',
      'template/thanks',
    ]);
    expect(planned(plan, 'template/thanks').dependsOn).toEqual(['fragment/letter', 'fragment/sign']);
    const below = planOfProject(projectOf(files), {}, { select: ['+fragment/foot'] });
    expect(below.resources.map((resource) => resource.address)).toEqual([
      'fragment/foot',
      'fragment/letter',
      'template/thanks',
    ]);
  });

  test('the same input gives the same bytes, however the files are cut', () => {
    const [first, second] = group.split('---\n') as [string, string];
    const one = planOfProject(projectOf({ 'statuses.yaml': group }));
    expect(JSON.stringify(planOfProject(projectOf({ 'statuses.yaml': group })))).toBe(JSON.stringify(one));
    const two = planOfProject(projectOf({ 'b.yaml': first, 'a.yaml': second }));
    expect(two.resources.map((resource) => resource.address)).toEqual(
      one.resources.map((resource) => resource.address),
    );
  });
});

describe('waiting instances', () => {
  const trigger = (wait: string, more = '') =>
    `kind: Trigger\ncode: call\n${more}on: {changed: order.status, to: no-answer-1}\ndo:\n  - {id: pause, wait: ${wait}}\n  - {id: call, task: {text: Звонок}}\n`;
  const before = projectOf({ 'a.yaml': group, 'd.yaml': trigger('1h') }).byAddress.get('trigger/call')!.spec;
  const running = {
    ...inSync,
    live: { ...inSync.live, 'trigger/call': before },
    applied: { ...inSync.applied, 'trigger/call': before },
    waiting: [
      { trigger: 'call', step: 'pause', revision: 'r1', count: 30 },
      { trigger: 'call', step: 'pause', revision: 'r2', count: 11 },
    ],
  };

  test.each([
    ['', 'pin', 'nothing moves'],
    ['inFlight: follow\n', 'follow', 'move to the new revision when they wake up'],
    ['inFlight: cancel\n', 'cancel', 'end with the reason superseded'],
  ])('are told with what inFlight does to them (%j)', (more, inFlight, then) => {
    const plan = planOfProject(projectOf({ 'a.yaml': group, 'd.yaml': trigger('2h', more) }), running);
    expect(planned(plan, 'trigger/call').waiting).toEqual([{ step: 'pause', count: 41, inFlight, then }]);
  });

  const nested = (head: string, inner: string): string =>
    `kind: Trigger\ncode: call\ninFlight: follow\n${head}on: {changed: order.status, to: no-answer-1}\ndo:\n  - id: big\n    choose:\n      - do:\n          - {id: ${inner}, wait: 2h}\n`;
  const moves = 'move to the new revision when they wake up';

  test.each([
    ['the step stands inside another now', nested('', 'pause'), 'the step is gone: finish on the old revision'],
    [
      '`migrate` says so',
      nested('migrate: {pause: big/pause}\n', 'pause'),
      moves.replace('the new', 'big/pause of the new'),
    ],
    [
      'what `migrate` names is not there',
      nested('migrate: {pause: pause}\n', 'pause'),
      'the step is gone: finish on the old revision',
    ],
    ['it is still there, whatever `migrate` says', trigger('2h', 'inFlight: follow\nmigrate: {pause: call}\n'), moves],
    [
      'under another code',
      trigger('2h', 'inFlight: follow\n').replace('code: call', 'code: ring\nrenamedFrom: call'),
      moves,
    ],
    [
      'switched off',
      trigger('1h', 'inFlight: cancel\nactive: false\n'),
      'finish on the old revision, nobody enters it',
    ],
  ])('are told where they go, as the engine has it: %s', (_, yaml, then) => {
    const plan = planOfProject(projectOf({ 'a.yaml': group, 'd.yaml': yaml }), running);
    const [changed] = plan.resources.filter(({ kind }) => kind === 'Trigger');
    expect(changed!.waiting.map((each) => each.then)).toEqual([then]);
  });

  test('are told of a step that has the id of another one now', () => {
    const yaml = trigger('1h', 'inFlight: follow\n').replace('wait: 1h', 'note: Ждём');
    const plan = planOfProject(projectOf({ 'a.yaml': group, 'd.yaml': yaml }), {
      ...running,
      config: settingsOf(project),
    });
    expect(planned(plan, 'trigger/call').waiting).toMatchObject([
      { then: 'the step is another one: finish on the old revision' },
    ]);
  });

  test('are told at a sequence that changes what becomes of them where it is called', () => {
    const called = trigger('1h', 'inFlight: follow\n').replace(
      '  - {id: pause, wait: 1h}',
      '  - {id: pause, call: nap}',
    );
    const nap = (wait: string) => `kind: Sequence\ncode: nap\ndo: [{id: inner, wait: ${wait}}]\n`;
    const was = projectOf({ 'a.yaml': group, 'd.yaml': called, 's.yaml': nap('1h') });
    const live = {
      ...inSync.live,
      'trigger/call': was.byAddress.get('trigger/call')!.spec,
      'sequence/nap': was.byAddress.get('sequence/nap')!.spec,
    };
    const waiting = [{ trigger: 'call', step: 'pause/inner', revision: 'r1', count: 3 }];
    const seen = { ...inSync, live, applied: { ...inSync.applied, ...live }, waiting };
    const plan = planOfProject(projectOf({ 'a.yaml': group, 'd.yaml': called, 's.yaml': nap('2h') }), seen);
    expect(planned(plan, 'sequence/nap').waiting).toEqual([
      { step: 'call/pause/inner', count: 3, inFlight: 'follow', then: moves },
    ]);
  });

  test('stay where they are when a name or a description is corrected', () => {
    const told = (text: string) =>
      projectOf({ 'a.yaml': group, 'd.yaml': trigger('1h', `inFlight: cancel\ndescription: ${text}\n`) });
    const { spec } = told('A').byAddress.get('trigger/call')!;
    const before = told('A');
    const program = compileProgram(before, compileSites(before, vocabulary), vocabulary);
    const waiting = [{ trigger: 'call', step: 'pause', revision: program.triggers.get('call')!.revision, count: 2 }];
    const live = { ...inSync.live, 'trigger/call': spec };
    const plan = planOfProject(told('B'), { ...inSync, live, applied: { ...inSync.applied, ...live }, waiting });
    expect(planned(plan, 'trigger/call').waiting).toMatchObject([{ count: 2, then: 'nothing moves' }]);
  });

  const config = settingsOf(project);
  test.each([
    ['migrate: {puase: call}\n', 'did you mean "pause"?'],
    ['migrate: {gone: call}\n', 'it has: pause, call'],
    ['migrate: {pause: call}\n', undefined],
  ])('a line of `migrate` that moves nobody is told (%j)', (migrate, suggestion) => {
    const changed = projectOf({ 'a.yaml': group, 'd.yaml': trigger('2h', `inFlight: follow\n${migrate}`) });
    const found = planOfProject(changed, { ...running, config }).diagnostics.filter(({ code }) => code === 'CRM183');
    expect(found.map((each) => each.suggestion)).toEqual(suggestion === undefined ? [] : [suggestion]);
    expect(found.map(({ severity, line }) => [severity, line])).toEqual(
      suggestion === undefined ? [] : [['warning', 4]],
    );
  });

  test('a trigger that leaves while somebody waits in it needs a decision', () => {
    const plan = planOfProject(project, running);
    expect(planned(plan, 'trigger/call').actions).toEqual(['remove']);
    expect(plan.guards.find((guard) => guard.id === 'waiting')).toMatchObject({
      ok: false,
      value: 41,
      addresses: ['trigger/call'],
    });
  });
});

describe('what leaves while runs that are pinned name it', () => {
  const calendar = { 'calendar/office': project.byAddress.get('calendar/office')!.spec };
  const running = {
    ...inSync,
    waiting: [
      { trigger: 'call', step: 'pause', revision: 'r1', count: 30, needs: ['calendar/office', 'team/sales'] },
      { trigger: 'call', step: 'pause', revision: 'r2', count: 11, needs: ['calendar/office'] },
      { trigger: 'late', step: 'tell', revision: 'r3', count: 7, needs: ['team/sales'] },
    ],
  };

  test('stays there for them: the plan says for how many, and asks for no decision', () => {
    const spec = { ...calendar['calendar/office'], name: 'Дежурные' };
    const plan = planOfProject(project, {
      ...running,
      live: { ...inSync.live, 'calendar/duty': spec },
      applied: { ...inSync.applied, 'calendar/duty': spec },
      waiting: running.waiting.map((group) => ({
        ...group,
        needs: group.needs.map((each) => each.replace('office', 'duty')),
      })),
    });
    expect(planned(plan, 'calendar/duty').waiting).toEqual([
      {
        ...{ step: 'call/pause', count: 41, inFlight: 'pin' },
        then: 'it stays there for those who finish on their revision',
      },
    ]);
    expect(plan.guards.find(({ id }) => id === 'waiting')).toMatchObject({ ok: true });
  });
});

describe('selection', () => {
  const files = {
    'a.yaml': group,
    'd.yaml':
      'kind: Trigger\ncode: call\ntags: [calls]\non: {changed: order.status, to: no-answer-1}\ndo:\n  - {id: call, task: {text: Звонок}}\n',
  };
  const addresses = (wanted: object) =>
    planOfProject(projectOf(files), {}, wanted).resources.map((resource) => resource.address);

  test('by glob, by tag, with everything that depends on it or that it needs, and without', () => {
    expect(addresses({ select: ['calendar/*'] })).toEqual(['calendar/office']);
    expect(addresses({ select: ['tag:calls'] })).toEqual(['trigger/call']);
    expect(addresses({ select: ['+calendar/office'] })).toEqual([
      'calendar/office',
      'status-group/no-answer',
      'trigger/call',
    ]);
    const needed = ['calendar/office', 'status-group/no-answer'];
    expect(addresses({ select: ['status-group/no-answer+'] })).toEqual(needed);
    expect(addresses({ select: ['tag:calls+'] })).toEqual([...needed, 'trigger/call']);
    expect(addresses({ select: ['+status-group/*+'] })).toEqual([...needed, 'trigger/call']);
    expect(addresses({ exclude: ['status-group/no-answer+'] })).toEqual(['trigger/call']);
    expect(addresses({ exclude: ['trigger/**'] })).toEqual(['calendar/office', 'status-group/no-answer']);
  });
});

describe('a selection that leaves out what the runner needs', () => {
  const letter =
    'kind: Template\ncode: letter\nfor: order\nchannel: email\nsubject: Заказ\nbody: "{% include \'foot\' %}"\n';
  const files = {
    'foot.yaml': 'kind: Fragment\ncode: foot\nfor: order\nbody: Ваш магазин\n',
    'letter.yaml': letter,
    'tell.yaml': 'kind: Trigger\ncode: tell\non: {event: order.created}\ndo: [{id: tell, send: {template: letter}}]\n',
  };
  const all = projectOf(files);
  const running = {
    live: Object.fromEntries(all.resources.map(({ address, spec: each }) => [address, each])),
    applied: Object.fromEntries(all.resources.map(({ address, spec: each }) => [address, each])),
  };
  const found = (plan: Plan) => plan.diagnostics.map(({ code, message, suggestion }) => [code, message, suggestion]);

  test('a Template without its new Fragment, a Trigger without its new Template: with the address that is missing', () => {
    expect(found(planOfProject(all, {}, { select: ['template/letter'] }))).toEqual([
      [
        'CRM181',
        'template/letter needs fragment/foot: neither selected, nor running already',
        "select it, too: --select 'fragment/foot+'",
      ],
    ]);
    expect(found(planOfProject(all, {}, { exclude: ['template/*'] }))).toMatchObject([
      ['CRM181', expect.stringContaining('trigger/tell needs template/letter'), expect.anything()],
    ]);
    expect(found(planOfProject(all, {}, { since: new Set(['trigger/tell']) }))).toHaveLength(1);
  });

  test('the cure is one', () => {
    expect(found(planOfProject(all, {}, { select: ['template/letter', 'fragment/foot+'] }))).toEqual([]);
    expect(found(planOfProject(all, {}, { select: ['trigger/tell+'] }))).toEqual([]);
    expect(found(planOfProject(all))).toEqual([]);
  });

  test('what runs already is not missing, nor is what the CRM holds', () => {
    const { 'trigger/tell': _, ...rest } = running.live;
    expect(found(planOfProject(all, { live: rest, applied: rest }, { select: ['trigger/tell'] }))).toEqual([]);
    const called = projectOf({
      'a.yaml': group,
      'b.yaml':
        'kind: Trigger\ncode: call\non: {changed: order.status, to: no-answer-1}\ndo: [{id: call, task: {text: Звонок}}]\n',
    });
    const wanted = { select: ['trigger/call'] };
    expect(found(planOfProject(called, { remote: { StatusGroup: [groupInCrm] } }, wanted))).toEqual([]);
  });

  test('what is taken away under something that runs on as it is', () => {
    const without = projectOf({
      'foot.yaml': files['foot.yaml'],
      'letter.yaml': letter.replace("{% include \'foot\' %}", 'Ваш магазин'),
    });
    expect(found(planOfProject(without, running, { select: ['template/letter', 'fragment/*'] }))).toEqual([]);
    const bare = projectOf({ 'letter.yaml': letter.replace("{% include 'foot' %}", 'Ваш магазин') });
    expect(found(planOfProject(bare, running, { select: ['fragment/foot'] }))).toEqual([
      [
        'CRM181',
        'template/letter runs on as it is and needs fragment/foot, which this plan takes away',
        'select it, too: --select template/letter',
      ],
    ]);
  });

  test('what needs a change that is left to a person, also in a whole plan', () => {
    const field = (type: string): string => `kind: CustomField\ncode: boxes\nof: order\nname: Коробки\ntype: ${type}\n`;
    const call = (when: string): string =>
      `kind: Trigger\ncode: call\non: {event: order.created}\nwhen: ${when}\ndo: [{id: call, task: {text: Звонок}}]\n`;
    const was = projectOf({ 'a.yaml': field('integer'), 'b.yaml': call('order.customFields.boxes > 5') });
    const applied = Object.fromEntries(was.resources.map(({ address, spec: each }) => [address, each]));
    const before: Running = {
      remote: { CustomField: [{ identity: 'order.boxes', spec: applied['custom-field/order.boxes']! }] },
      live: { 'trigger/call': applied['trigger/call']! },
      applied,
    };
    const now = projectOf({ 'a.yaml': field('string'), 'b.yaml': call('order.customFields.boxes == "many"') });
    const plan = planOfProject(now, before);
    expect(planned(plan, 'custom-field/order.boxes').actions).toEqual(['manual']);
    expect(plan.diagnostics).toMatchObject([
      {
        code: 'CRM181',
        address: 'trigger/call',
        message: expect.stringMatching(
          /^the runner could not run trigger\/call while custom-field\/order\.boxes is not done by hand: .+/,
        ),
        suggestion: 'do it as the plan says, then plan again',
      },
    ]);
    const elsewhere = projectOf({ 'a.yaml': field('string'), 'b.yaml': call('order.totalSumm > 5') });
    expect(planOfProject(elsewhere, before).diagnostics).toEqual([]);
  });

  test('what no longer fits together, with the reason', () => {
    const field = (type: string): string => `kind: CustomField\ncode: boxes\nof: order\nname: Коробки\ntype: ${type}\n`;
    const call =
      'kind: Trigger\ncode: call\non: {event: order.created}\nwhen: order.customFields.boxes > 5\ndo: [{id: call, task: {text: Звонок}}]\n';
    const was = projectOf({ 'a.yaml': field('integer'), 'b.yaml': call });
    const applied = Object.fromEntries(was.resources.map(({ address, spec: each }) => [address, each]));
    const now = projectOf({ 'a.yaml': field('string'), 'b.yaml': call.replace('> 5', '== "6"') });
    const [finding] = planOfProject(now, { live: applied, applied }, { select: ['custom-field/*'] }).diagnostics;
    expect(finding).toMatchObject({
      code: 'CRM181',
      address: 'trigger/call',
      message: expect.stringMatching(/^the runner could not run trigger\/call after this plan: .+/),
    });
  });
});

describe('secrets', () => {
  test('a sensitive field is marked, and neither of its values is in the plan', () => {
    const connection = (token: string) =>
      `kind: Connection\ncode: loyalty\nurl: https://bonus.example.ru\nheaders:\n  Authorization: ApiKey \${${token}}\n`;
    const old = projectOf({ 'c.yaml': connection('OLD_KEY') }).byAddress.get('connection/loyalty')!.spec;
    const plan = planOfProject(projectOf({ 'c.yaml': connection('NEW_KEY') }), {
      live: { 'connection/loyalty': old },
      applied: { 'connection/loyalty': old },
    });
    const [change] = planned(plan, 'connection/loyalty').changes;
    expect(change).toEqual({ path: 'headers.Authorization', op: 'change', origin: 'repo', sensitive: true });
  });
});

test('settings of crmctl.yaml that the runner has otherwise are an entry of their own', () => {
  const plan = planOfProject(project, {
    ...inSync,
    config: { name: 'shop', timezone: 'Asia/Almaty', currency: 'RUB', locale: 'ru' },
  });
  expect(changesOf(plan, 'project/shop')).toEqual(['timezone: "Asia/Almaty" → "Europe/Moscow" (repo)']);
});

test('a text of the shop that changes is shown by its key', () => {
  const head = 'version: 1\nname: shop\ntimezone: Europe/Moscow\nshop: {phone: "2", freeFrom: 5000}\n';
  const plan = planOfProject(projectOf({ 'crmctl.yaml': head }), {
    config: { name: 'shop', timezone: 'Europe/Moscow', currency: 'RUB', locale: 'ru', shop: { phone: '1' } },
  });
  expect(changesOf(plan, 'project/shop')).toEqual([
    expect.stringContaining('shop.freeFrom'),
    'shop.phone: "1" → "2" (repo)',
  ]);
});
