import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/engine/index.js';
import { compileSites } from '../../src/language/compile.js';
import type { Ambient, Entity, Scope } from '../../src/language/scope.js';
import { readLibrary } from '../../src/library/readLibrary.js';
import { instant } from '../../src/model/instant.js';
import { createMemoryWorld } from '../../src/simulate/memoryWorld.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { template as templateWord } from '../../src/vocabulary/kinds/template.js';
import { readTemplates } from '../../src/vocabulary/roles/index.js';
import { libraryFiles } from '../../src/workspace/libraryFiles.js';
import { bareSample, exampleOf, richSample, sampleOfType } from './sample.js';
import { faultsOfHtml } from './wellFormed.js';

const { project } = readLibrary(libraryFiles(fileURLToPath(new URL('../..', import.meta.url))), vocabulary);
const sites = compileSites(project, vocabulary);
const program = compileProgram(project, sites, vocabulary);
const { objects } = sites.environment;
const roles = readTemplates(project);

type Samples = 'rich' | 'bare';

/** What a text of the template can see, with everything that is optional or without. */
function scopeOf(address: string, samples: Samples): Scope {
  const resource = project.byAddress.get(address)!;
  const variables = templateWord.scopeAt!(resource, [], project, vocabulary);
  const values: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(variables)) {
    if (type.type !== 'object' || type.fields !== undefined) continue;
    values[name] = samples === 'rich' ? richSample(type.name, objects, exampleOf(name)) : bareSample(type.name);
  }
  const params = variables['params'];
  const declared = params?.type === 'object' ? (params.fields ?? {}) : {};
  values['params'] = {
    ...Object.fromEntries(Object.entries(declared).map(([name, type]) => [name, sampleOfType(type, objects)])),
    ...program.templates.get(resource.code)!.defaults,
  };
  const known = (name: string) => (id: string) => {
    const entity = values[name] as Entity | undefined;
    return String(entity?.['id']) === id ? entity : undefined;
  };
  const world = { ...createMemoryWorld(), order: known('order'), customer: known('customer') };
  const ambient: Ambient = {
    now: instant(Date.parse('2026-03-02T09:00:00Z')),
    zone: program.zone,
    world,
    facts: program.facts,
  };
  return { ...values, ambient };
}

/** Every text of a message, in every language: what it is, and itself. */
function textsOf(code: string) {
  const { address, bodies, locales } = roles.get(code)!;
  const languages = [[program.locale, bodies] as const, ...locales];
  return languages.flatMap(([locale, each]) =>
    [...each].flatMap(([channel, parts]) =>
      Object.entries(parts).map(([part, path]) => ({
        name: `${locale} ${channel} ${part}`,
        part,
        text: sites.text(address, path, locale),
      })),
    ),
  );
}

test('the library is read without a problem', () => {
  expect([...project.diagnostics, ...sites.diagnostics]).toEqual([]);
  expect(roles.size).toBeGreaterThan(0);
});

describe.each([...roles].map(([code, { address }]) => [code, address] as const))('%s', (code, address) => {
  test('in every language, with everything there: a text, well formed, escaped', () => {
    const scope = scopeOf(address, 'rich');
    for (const { name, part, text } of textsOf(code)) {
      const shown = text!.render(scope);
      expect({ name, shown }).toEqual({ name, shown: { text: expect.any(String) as string } });
      if (part !== 'html' || !('text' in shown)) continue;
      expect({ name, faults: faultsOfHtml(shown.text) }).toEqual({ name, faults: [] });
      expect(shown.text).not.toContain('<x-mark>');
    }
  });

  test('with nothing optional there: the text, or a value that it must have, never one of the customer', () => {
    const scope = scopeOf(address, 'bare');
    for (const { name, part, text } of textsOf(code)) {
      const shown = text!.render(scope);
      if ('missing' in shown) {
        expect(text!.reads).toContain(shown.missing);
        expect(shown.missing).not.toMatch(/^customer\b/);
      } else if (part === 'html') expect({ name, faults: faultsOfHtml(shown.text) }).toEqual({ name, faults: [] });
    }
  });
});
