import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../language/project.js';
import { makeFolder } from './makeFolder.js';

/** Writes all of the files or none: each beside its place first, then all are put there; what fails on the way is undone. */
export function writeFiles(root: string, files: readonly SourceFile[]): void {
  const undo: (() => void)[] = [];
  try {
    const written = files.map(({ path, text }) => {
      const file = join(root, path);
      const made = makeFolder(dirname(file));
      if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }));
      const fresh = `${file}.${String(process.pid)}.tmp`;
      undo.push(() => rmSync(fresh, { force: true }));
      writeFileSync(fresh, text, { flag: 'wx' });
      return { file, fresh };
    });
    for (const { file, fresh } of written) {
      const before = existsSync(file) ? readFileSync(file) : undefined;
      renameSync(fresh, file);
      undo.push(() => (before === undefined ? rmSync(file, { force: true }) : writeFileSync(file, before)));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}
