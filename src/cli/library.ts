import type { Automation } from '../library/automation.js';
import { pathsFor } from '../library/find.js';
import { readLibrary, type Library } from '../library/readLibrary.js';
import { vocabulary } from '../vocabulary/index.js';
import { libraryFiles, libraryPaths } from '../workspace/libraryFiles.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';

/** Of the library that comes with this crmctl: the pool and these automations, each once. A code that nobody has ends the command. */
export function openLibrary(
  packageRoot: string,
  codes: readonly string[],
): { readonly library: Library; readonly automations: readonly Automation[] } {
  const wanted = pathsFor(codes, libraryPaths(packageRoot));
  if ('unknown' in wanted) throw unknownAutomations(wanted.unknown);
  const library = readLibrary(libraryFiles(packageRoot, wanted.paths), vocabulary);
  return { library, automations: library.automations };
}

function unknownAutomations(unknown: readonly { readonly code: string; readonly near: readonly string[] }[]): Failure {
  const near = [...new Set(unknown.flatMap((each) => each.near))];
  return new Failure(
    exitCodes.usage,
    `the library has no ${unknown.map(({ code }) => `"${code}"`).join(', ')}`,
    near.length > 0 ? `did you mean ${near.join(', ')}?` : 'crmctl catalog lists the automations',
  );
}
