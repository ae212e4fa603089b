import { fileURLToPath } from 'node:url';
import { compileProgram } from '../../src/engine/index.js';
import { compileSites } from '../../src/language/compile.js';
import type { Ambient, Entity, Scope } from '../../src/language/scope.js';
import { readLibrary } from '../../src/library/readLibrary.js';
import { instant } from '../../src/model/instant.js';
import { createMemoryWorld } from '../../src/simulate/world/memoryWorld.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { template as templateWord } from '../../src/vocabulary/kinds/template.js';
import { readTemplates } from '../../src/vocabulary/roles/index.js';
import { libraryFiles } from '../../src/workspace/libraryFiles.js';
import { bareSample, exampleOf, richSample, sampleOfType } from './sample.js';

export const { project } = readLibrary(libraryFiles(fileURLToPath(new URL('../..', import.meta.url))), vocabulary);
export const sites = compileSites(project, vocabulary);
const program = compileProgram(project, sites, vocabulary);
const { objects } = sites.environment;
export const roles = readTemplates(project);

type Samples = 'rich' | 'bare';

/** What a text of the template can see, with everything that is optional or without. */
export function scopeOf(address: string, samples: Samples): Scope {
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
export function textsOf(code: string) {
  const { address, bodies, locales } = roles.get(code)!;
  const languages = [[program.locale, bodies] as const, ...locales];
  return languages.flatMap(([locale, each]) =>
    [...each].flatMap(([channel, { texts, approved }]) =>
      [...Object.entries(texts), ...(approved?.args ?? []).map((path) => ['args', path] as const)].map(
        ([part, path]) => ({
          name: `${locale} ${channel} ${part}`,
          part,
          text: sites.text(address, path, locale),
        }),
      ),
    ),
  );
}
