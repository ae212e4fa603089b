import { describe, expect, it } from 'vitest';
import Catalog from '../../src/commands/catalog.js';
import type { CatalogEntry } from '../../src/library/catalog.js';
import { outputOf } from './commandOutput.js';

const entriesOf = async (...args: string[]): Promise<readonly CatalogEntry[]> =>
  JSON.parse((await outputOf(Catalog, [...args, '--json'])).stdout) as CatalogEntry[];
const codesOf = async (...args: string[]): Promise<readonly string[]> =>
  (await entriesOf(...args)).map(({ code }) => code);

describe('crmctl catalog', () => {
  it('lists every automation with what it covers, brings and needs', async () => {
    const entries = await entriesOf();
    expect(entries.find(({ code }) => code === 'order-control')).toEqual({
      code: 'order-control',
      name: 'Order control',
      nameRu: 'Контроль крупных и кредитных заказов',
      area: 'managers',
      summary: expect.stringContaining('head of sales') as string,
      covers: ['S1-29'],
      alternatives: [],
      kinds: expect.arrayContaining(['trigger/order-control', 'team/head', 'calendar/office']) as string[],
      needs: ['team/head'],
    });
  });

  it('groups them by area for people', async () => {
    const { stdout, exitCode } = await outputOf(Catalog, []);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^managers\n(?: {2}.+\n)* {2}order-control {2,}The head of sales/m);
    expect((await outputOf(Catalog, ['--markdown'])).stdout).toMatch(/^## managers\n\n\| automation \|/m);
  });

  it('finds by names in both languages, by rows, by words of the README; the best first', async () => {
    expect((await codesOf('order-control'))[0]).toBe('order-control');
    expect((await codesOf('s1-29'))[0]).toBe('order-control');
    expect(await codesOf('кредитными заказами')).toContain('order-control');
    expect(await codesOf('credit', 'prepayment')).toContain('order-control');
    expect(await codesOf('credit', 'zebra')).toEqual([]);
  });

  it('keeps to an area, and knows no other', async () => {
    expect(new Set((await entriesOf('--area', 'managers')).map(({ area }) => area))).toEqual(new Set(['managers']));
    await expect(outputOf(Catalog, ['--area', 'moon'])).rejects.toThrow('Expected --area=moon');
  });

  it('tells all about one when its code is given', async () => {
    const { stdout } = await outputOf(Catalog, ['order-control']);
    expect(stdout).toMatch(/^Order control\n/);
    for (const part of [
      'По-русски',
      'Covers\n  S1-29',
      'Needs\n  team/head',
      'trigger/order-control',
      'crmctl add order-control',
    ])
      expect(stdout).toContain(part);
    expect(await entriesOf('order-control')).toMatchObject([
      {
        code: 'order-control',
        readme: expect.stringContaining('# Order control') as string,
        files: expect.any(Array) as string[],
      },
    ]);
  });

  it('names the nearest when nothing is found', async () => {
    const { stdout, stderr, exitCode } = await outputOf(Catalog, ['ordercontrl']);
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toContain('Did you mean order-control');
  });
});
