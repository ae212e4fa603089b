import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from '../language/project.js';

/** The files of the library that comes with crmctl, by path below it; `packageRoot` holds `automations/`. What they are made from is left out. */
export function libraryFiles(packageRoot: string): readonly SourceFile[] {
  const root = join(packageRoot, 'automations');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|md|html|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
