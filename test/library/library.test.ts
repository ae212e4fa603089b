import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProject } from '../../src/language/format/formatProject.js';
import { areas } from '../../src/library/automation.js';
import { catalogOf } from '../../src/library/catalog.js';
import { readLibrary } from '../../src/library/readLibrary.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { builtCatalog, libraryFiles } from '../../src/workspace/libraryFiles.js';
import { starterProject } from '../../src/workspace/starterProject.js';
import { add, after, emptyProject, examined, filesOf, findingsIn, type Texts } from './smallLibrary.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const library = readLibrary(libraryFiles(root), vocabulary);
const codes = library.automations.map(({ code }) => code);
const starter: Texts = Object.fromEntries(
  starterProject({ name: 'shop', timezone: 'Europe/Moscow' }).map(({ path, text }) => [path, text]),
);
const patience = 300_000;

describe('the library', () => {
  it('has nothing wrong with it', () => {
    expect(library.diagnostics).toEqual([]);
  });

  it('has automations of known areas only, each with a code of its own', () => {
    expect(library.automations.filter(({ area }) => !areas.some((known) => known === area))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('has no sample value of a text of the shop that nobody reads, and is in the catalog as the build wrote it', () => {
    const catalog = catalogOf(library, vocabulary);
    const needs = new Set(catalog.flatMap((entry) => entry.needs));
    expect(Object.keys(library.shop).filter((key) => !needs.has(`shop.${key}`))).toEqual([]);
    expect(builtCatalog(root)).toEqual(catalog);
  });

  it('names alternatives on both sides, each with a trigger by which it is known; and what crmctl init makes', () => {
    const named = library.automations.flatMap(({ code, alternatives }) => alternatives.map((other) => [code, other]));
    const made = named.filter(([, other]) => !codes.includes(other!));
    expect(made).toEqual([['order-thanks', 'new-order']]);
    for (const [code, alternative] of made)
      expect(add([code!], starter, library)).toMatchObject({ report: { rivals: [{ automation: code, alternative }] } });
    const pairs = named.filter((pair) => !made.includes(pair));
    expect(pairs.length).toBeGreaterThan(0);
    for (const [code, other] of pairs) {
      expect(library.automations.find((each) => each.code === other)?.alternatives).toContain(code);
      expect(library.project.byAddress.has(`trigger/${code!}`)).toBe(true);
    }
  });

  it('has a pool of which everything is needed', () => {
    const brought = new Set(catalogOf(library, vocabulary).flatMap(({ kinds }) => kinds));
    const pool = library.project.resources.filter(({ file }) => file.startsWith('shared/'));
    expect(pool.map(({ address }) => address).filter((address) => !brought.has(address))).toEqual([]);
  });
});

describe.each(library.automations.map((automation) => [`${automation.area}/${automation.code}`, automation] as const))(
  '%s',
  (_, { code, readme, resources, summary }) => {
    it('says what it does, in English and in Russian', () => {
      expect(readme).toMatch(/^# .+\n/);
      expect(readme).toMatch(/^## По-русски$/m);
      expect(readme.split('\n').length).toBeLessThanOrEqual(24);
      expect(summary).not.toBe('');
    });

    it('has names that begin with its code', () => {
      const own = resources.filter(({ kind }) => ['Trigger', 'Test'].includes(kind));
      const names = own.map((resource) => resource.code);
      expect(names.filter((name) => name !== code && !name.startsWith(`${code}-`))).toEqual([]);
    });

    it('adds into an empty project, without errors and warnings; its tests pass, reach every step and branch, act and rest', () => {
      const { findings, tests } = examined(after([code], emptyProject, library));
      expect(findings).toEqual([]);
      const failed = tests.cases.filter(({ ok }) => !ok);
      expect(failed.map(({ address, failures }) => [address, failures])).toEqual([]);
      expect(tests.cases.length).toBeGreaterThanOrEqual(2);
      expect(tests.coverage).toMatchObject({ missing: [], untested: [] });
    });

    it('is written in the form of fmt', () => {
      const texts = Object.entries(after([code], emptyProject, library)).filter(([path]) => path.endsWith('.yaml'));
      const { changed } = formatProject(filesOf(Object.fromEntries(texts)), [], vocabulary);
      expect(changed.map(({ path }) => path)).toEqual([]);
    });

    it('can be added to the project that crmctl init makes, whose calendars and statuses are the same', () => {
      expect(add([code], starter, library)).toMatchObject({ ok: true, report: { differing: [] } });
    });
  },
);

describe('any automations together, added in any order', () => {
  const all = after(codes, emptyProject, library);

  it('make a project that is valid: all of them', () => {
    expect(findingsIn(after(codes, starter, library))).toEqual([]);
  });

  it.each(['UTC', 'Asia/Novosibirsk'])(
    'pass all their tests in a shop with texts of its own in the zone %s',
    (zone) => {
      // Its own name, addresses and phone, too: no test may lean on the samples.
      const config = all['crmctl.yaml']!.replace('Europe/Moscow', zone)
        .replaceAll('shop.example', 'another.example')
        .replace('Мой магазин', 'Другой магазин')
        .replace('+7 495 000-00-00', '+7 800 000-00-00');
      const { findings, tests } = examined({ ...all, 'crmctl.yaml': config });
      expect(findings).toEqual([]);
      const failed = tests.cases.filter(({ ok }) => !ok);
      expect(failed.map(({ address, failures }) => [address, failures])).toEqual([]);
      expect(tests.coverage).toMatchObject({ missing: [], untested: [] });
    },
    patience,
  );

  it(
    'are valid one after the other, change nothing the second time, and are the same as added at once',
    () => {
      const some = fc.shuffledSubarray([...codes], { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(some, fc.constantFrom(emptyProject, starter), (chosen, project) => {
          const oneByOne = chosen.reduce((texts: Texts, code) => after([code], texts, library), project);
          expect(findingsIn(oneByOne)).toEqual([]);
          expect(add(chosen, oneByOne, library)).toMatchObject({ ok: true, files: [] });
          expect(Object.keys(oneByOne).sort()).toEqual(Object.keys(after(chosen, project, library)).sort());
        }),
        { numRuns: 8 },
      );
    },
    patience,
  );
});
