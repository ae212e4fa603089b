import type { Automation } from '../library/automation.js';
import type { FullEntry } from '../library/catalog.js';
import { pathsFor } from '../library/find.js';
import { readLibrary, type Library } from '../library/readLibrary.js';
import { vocabulary } from '../vocabulary/index.js';
import { builtCatalog, libraryFiles, libraryPaths } from '../workspace/libraryFiles.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';
import { fileProblem } from './fileProblem.js';
import { sentence } from './inEnvironment.js';

/** Of the library that comes with this crmctl: the pool and these automations, each once. A code that nobody has ends the command. */
export function openLibrary(
  packageRoot: string,
  codes: readonly string[],
): { readonly library: Library; readonly automations: readonly Automation[] } {
  const wanted = pathsFor(
    codes,
    orDamaged(() => libraryPaths(packageRoot)),
  );
  if ('unknown' in wanted) throw unknownAutomations(wanted.unknown);
  const library = orDamaged(() => readLibrary(libraryFiles(packageRoot, wanted.paths), vocabulary));
  const [problem] = library.diagnostics.filter(({ severity }) => severity === 'error');
  if (problem) throw damagedLibrary(sentence(problem));
  return { library, automations: library.automations };
}

/** The entries of all automations. */
export function openCatalog(packageRoot: string): readonly FullEntry[] {
  // The build writes the entries that catalogOf gives.
  return orDamaged(() => builtCatalog(packageRoot) as readonly FullEntry[]);
}

/** It came with this crmctl: nothing that somebody did in a project mends it. */
export function damagedLibrary(because: string, details?: Failure['details']): Failure {
  const cure = 'install crmctl anew: its library of automations is not as it was made';
  return new Failure(exitCodes.error, `the library of automations cannot be used: ${because}`, cure, details);
}

function orDamaged<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw damagedLibrary(fileProblem(error));
  }
}

function unknownAutomations(unknown: readonly { readonly code: string; readonly near: readonly string[] }[]): Failure {
  const near = [...new Set(unknown.flatMap((each) => each.near))];
  return new Failure(
    exitCodes.usage,
    `the library has no ${unknown.map(({ code }) => `"${code}"`).join(', ')}`,
    near.length > 0 ? `did you mean ${near.join(', ')}?` : 'crmctl catalog lists the automations',
  );
}
