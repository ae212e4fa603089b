import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { isIgnored, rulesAbove, withRulesOf, type IgnoreRules } from './ignored.js';

export interface Listing {
  /** Files from the project's folder, with `/`, sorted. */
  readonly yaml: readonly string[];
  readonly others: readonly string[];
  /** Folders that could not be read, and why. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * The files of a project. Left out (docs/language.md#lay-out-a-project): folders that begin with a dot, `node_modules`, what git ignores,
 * folders with a `crmctl.yaml` of their own, and `environments/` of the project.
 */
export function listFiles(root: string, configFile: string): Listing {
  const yaml: string[] = [];
  const others: string[] = [];
  const unreadable: { path: string; reason: string }[] = [];

  const visit = (folder: string, above: IgnoreRules): void => {
    const directory = join(root, folder);
    const entries = entriesOf(directory);
    if (typeof entries === 'string') {
      unreadable.push({ path: folder, reason: entries });
      return;
    }
    const rules = withRulesOf(directory, above);
    const isOut = (path: string, isFolder: boolean): boolean =>
      rules.length > 0 && isIgnored(join(root, path), isFolder, rules);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!isLeftOut(root, path, entry.name, configFile) && !isOut(path, true)) visit(path, rules);
      } else if (isFile(root, path, entry) && (path === configFile || !isOut(path, false))) {
        (/\.ya?ml$/i.test(entry.name) ? yaml : others).push(path);
      }
    }
  };

  visit('', rulesAbove(root));
  return { yaml: yaml.sort(), others: others.sort(), unreadable };
}

function isLeftOut(root: string, path: string, name: string, configFile: string): boolean {
  return (
    name.startsWith('.') ||
    name === 'node_modules' ||
    path === 'environments' ||
    existsSync(join(root, path, configFile))
  );
}

function entriesOf(directory: string): Dirent[] | string {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A link to a file is a file; a link to a folder is not followed, as in git. */
function isFile(root: string, path: string, entry: Dirent): boolean {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  return statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() !== true;
}
