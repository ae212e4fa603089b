import ignore, { type Ignore } from 'ignore';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { findUpward } from './findProject.js';

/** Rules of `.gitignore` files, the deepest folder first. */
export type IgnoreRules = readonly { readonly directory: string; readonly rules: Ignore }[];

/**
 * Rules that hold in a project's folder: those of the folders above it, up to the root of the git repository. A project that lies in an
 * ignored folder is somebody's own copy: there only its own rules hold.
 */
export function rulesAbove(root: string): IgnoreRules {
  const repository = findUpward(root, '.git');
  if (repository === undefined || repository === root) return [];
  const folders: string[] = [];
  for (let here = dirname(root); ; here = dirname(here)) {
    folders.unshift(here);
    if (here === repository) break;
  }
  const rules = folders.reduce<IgnoreRules>((above, folder) => withRulesOf(folder, above), []);
  const inside = [...folders.slice(1), root];
  return inside.some((folder) => isIgnored(folder, true, rules)) ? [] : rules;
}

/** The rules inside a folder: its own `.gitignore` before those of the folders above. */
export function withRulesOf(directory: string, above: IgnoreRules): IgnoreRules {
  const file = join(directory, '.gitignore');
  if (!existsSync(file)) return above;
  return [{ directory, rules: ignore().add(readFileSync(file, 'utf8')) }, ...above];
}

/** Whether git ignores a file or folder; the deepest `.gitignore` that says something decides. */
export function isIgnored(path: string, isFolder: boolean, rules: IgnoreRules): boolean {
  for (const { directory, rules: own } of rules) {
    const inside = relative(directory, path).split(sep).join('/') + (isFolder ? '/' : '');
    const { ignored, unignored } = own.test(inside);
    if (ignored || unignored) return ignored;
  }
  return false;
}
