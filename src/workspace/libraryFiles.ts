import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from '../language/project.js';

/** Paths of the library that comes with crmctl, below it, sorted; `packageRoot` holds `automations/`. What its letters are made from is left out. */
export function libraryPaths(packageRoot: string): readonly string[] {
  const root = join(packageRoot, 'automations');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|md|html|txt)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Files of the library by path below it; all of them, when no paths are given. */
export function libraryFiles(packageRoot: string, paths = libraryPaths(packageRoot)): readonly SourceFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(packageRoot, 'automations', path), 'utf8') }));
}

/** The catalog as the build wrote it (scripts/build.mjs): found out once, not at every call. */
export function builtCatalog(packageRoot: string): unknown {
  return JSON.parse(readFileSync(join(packageRoot, 'dist', 'catalog.json'), 'utf8'));
}
