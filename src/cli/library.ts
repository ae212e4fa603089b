import { automationsOf } from '../library/find.js';
import type { Automation } from '../library/automation.js';
import { readLibrary, type Library } from '../library/readLibrary.js';
import { vocabulary } from '../vocabulary/index.js';
import { libraryFiles } from '../workspace/libraryFiles.js';
import { exitCodes } from './exitCodes.js';
import { Failure } from './failure.js';

/** The library that comes with this crmctl. */
export function openLibrary(packageRoot: string): Library {
  return readLibrary(libraryFiles(packageRoot), vocabulary);
}

/** The automations of these codes; a code that nobody has ends the command with the nearest ones. */
export function wantedFrom(library: Library, codes: readonly string[]): readonly Automation[] {
  const wanted = automationsOf(codes, library);
  if ('found' in wanted) return wanted.found;
  const near = [...new Set(wanted.unknown.flatMap((each) => each.near))];
  throw new Failure(
    exitCodes.usage,
    `the library has no ${wanted.unknown.map(({ code }) => `"${code}"`).join(', ')}`,
    near.length > 0 ? `did you mean ${near.join(', ')}?` : 'crmctl catalog lists the automations',
  );
}
