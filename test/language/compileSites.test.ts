import { describe, expect, it } from 'vitest';
import { compileSites } from '../../src/language/compile.js';
import { readProject } from '../../src/language/readProject.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { facts, scopeOf } from './expression/shop.js';

const config = { path: 'crmctl.yaml', text: 'version: 1\nname: shop\ntimezone: Europe/Moscow\n' };
const statuses = `kind: StatusGroup
code: work
name: Work
statuses:
  - {code: new, name: New}
  - {code: complete, name: Done}
`;
const read = (...texts: readonly string[]) => {
  const project = readProject(
    [config, ...texts.map((text, index) => ({ path: `part-${index}.yaml`, text }))],
    new Map(),
    vocabulary,
  );
  expect(project.diagnostics).toEqual([]);
  return { project, sites: compileSites(project, vocabulary) };
};
const found = (...texts: readonly string[]) => {
  const { project, sites } = read(...texts);
  return sites.diagnostics.map((diagnostic) => ({
    at: project
      .sourceLine(diagnostic.file!, diagnostic.line!)!
      .slice(diagnostic.column! - 1, diagnostic.endColumn! - 1),
    line: diagnostic.line,
    code: diagnostic.code,
    suggestion: diagnostic.suggestion,
  }));
};

describe('conditions, values and texts of a project', () => {
  it('are found by address and path, and run', () => {
    const { sites } = read('kind: Segment\ncode: vip\nname: VIP\nwhere: customer.totalSumm > 100000\n');
    const where = sites.expression('segment/vip', ['where'])!;
    expect(where.evaluate(scopeOf({ customer: { totalSumm: 200_000 } }, { facts }))).toBe(true);
    expect(where.reads).toEqual(['customer.totalSumm']);
    expect(sites.expression('segment/vip', ['name'])).toBeUndefined();
    expect(sites.expression('segment/none', ['where'])).toBeUndefined();
  });

  it('problems stand at file, line and column inside the scalar, in every style of YAML', () => {
    const styles = [
      'where: customer.totalSum > 1',
      "where: 'customer.totalSum > 1'",
      'where: "customer.totalSum > 1"',
      'where: >-\n  customer.ordersCount > 0\n  && customer.totalSum > 1',
      'where: |\n  customer.ordersCount > 0\n  && customer.totalSum > 1\n',
    ];
    for (const where of styles) {
      expect(found(`kind: Segment\ncode: vip\nname: VIP\n${where}\n`)).toEqual([
        { at: 'totalSum', line: where.includes('\n') ? 6 : 4, code: 'CRM203', suggestion: 'did you mean "totalSumm"?' },
      ]);
    }
  });

  it('all of them are reported in one run, each once', () => {
    const segment = (code: string, where: string) => `kind: Segment\ncode: ${code}\nname: S\nwhere: ${where}\n`;
    expect(
      found(
        segment('a', 'custmer.vip'),
        segment('b', 'customer.vip && customer.fistName == "x" && inSegment("aa")'),
      ).map(({ at }) => at),
    ).toEqual(['custmer', 'fistName', '"aa"']);
  });
});

describe('the schema is the project’s own', () => {
  const segment = (where: string) => `kind: Segment\ncode: s\nname: S\nwhere: ${where}\n`;
  it('statuses are closed by the first StatusGroup', () => {
    const where = segment('customer.orders.exists(o, o.status == "complette")');
    expect(found(where)).toEqual([]);
    expect(found(statuses, where)).toMatchObject([
      { at: '"complette"', code: 'CRM206', suggestion: 'did you mean "complete"?' },
    ]);
  });
  it('custom fields have the type that the project declares, and are closed by the first', () => {
    const field = 'kind: CustomField\ncode: score\nof: customer\ntype: integer\nname: Score\n';
    expect(found(segment('customer.customFields.anything == "x"'))).toEqual([]);
    expect(found(field, segment('customer.customFields.score > 3'))).toEqual([]);
    expect(found(field, segment('customer.customFields.score == "x"'))).toMatchObject([{ code: 'CRM205' }]);
    expect(found(field, segment('customer.customFields.scoer > 3'))).toMatchObject([
      { at: 'scoer', suggestion: 'did you mean "score"?' },
    ]);
  });
  it('a field of a dictionary takes the dictionary’s codes', () => {
    const dictionary = 'kind: Dictionary\ncode: supplier\nname: D\nelements: [{code: north, name: North}]\n';
    const field = 'kind: CustomField\ncode: from\nof: customer\ntype: dictionary\ndictionary: supplier\nname: F\n';
    expect(found(dictionary, field, segment('customer.customFields.from == "nort"'))).toMatchObject([
      { suggestion: 'did you mean "north"?' },
    ]);
  });
  it('segments and calendars are known by code', () => {
    expect(found(segment('inSegment("other")'))).toMatchObject([{ at: '"other"', code: 'CRM206' }]);
    expect(found(segment('isWorking("office", now)'))).toMatchObject([{ at: '"office"', code: 'CRM206' }]);
    expect(
      found('kind: Calendar\ncode: office\nname: O\nweek: {mon: "09:00-18:00"}\n', segment('isWorking("office", now)')),
    ).toEqual([]);
  });
});

it('every field of every object has a type that conditions know', () => {
  const names = new Set(vocabulary.objects.map(({ name }) => name));
  const { sites } = read();
  expect(new Set(Object.keys(sites.environment.objects))).toEqual(new Set([...names, 'localTime']));
});
