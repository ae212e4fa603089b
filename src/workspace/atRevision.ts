import { execaSync } from 'execa';
import { accountFile, readAccount } from '../language/account.js';
import { withAccount } from '../language/compileEnvironment.js';
import type { Project, SourceFile } from '../language/project.js';
import { readProject, type Overlays } from '../language/readProject.js';
import type { Vocabulary } from '../vocabulary/word.js';

export type AtRevision = { readonly project: Project } | { readonly problem: string };

/** The project as git has it at a revision. What could not be read then is not in it. */
export function readAtRevision(
  root: string,
  revision: string,
  words: Vocabulary,
  environment: Overlays['environment'],
): AtRevision {
  const commit = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if ('problem' in commit)
    return { problem: commit.problem === '' ? `git knows no revision "${revision}"` : commit.problem };
  const listed = git(root, ['ls-tree', '-r', '-z', '--name-only', commit.text.trim(), '--', '.']);
  if ('problem' in listed) return listed;
  const paths = listed.text.split('\0').filter((path) => path !== '');
  const isOverlay = (path: string): boolean => /^environments\/[^/]+\.ya?ml$/i.test(path);
  const others = nestedProjects(paths);
  const isOwn = (path: string): boolean =>
    !path.split('/').some((part) => part.startsWith('.') || part === 'node_modules') &&
    !others.some((folder) => path.startsWith(folder));
  const textOf = (path: string): string | undefined => {
    const shown = git(root, ['show', `${commit.text.trim()}:./${path}`]);
    return 'text' in shown ? shown.text : undefined;
  };
  const filesOf = (chosen: readonly string[]): readonly SourceFile[] =>
    chosen.flatMap((path) => {
      const text = textOf(path);
      return text === undefined ? [] : [{ path, text }];
    });
  const yaml = paths.filter((path) => /\.ya?ml$/i.test(path) && isOwn(path));
  const known = new Set(paths);
  const attachments = {
    keys: () => known,
    get: (path: string) => (known.has(path) ? textOf(path) : undefined),
  };
  const overlays = { files: filesOf(yaml.filter(isOverlay)), environment };
  const files = filesOf(yaml.filter((path) => !path.startsWith('environments/')));
  const project = readProject(files, attachments, words, overlays);
  const account = known.has(accountFile) ? readAccount(textOf(accountFile) ?? '') : undefined;
  return {
    project: account !== undefined && 'account' in account ? withAccount(project, account.account, words) : project,
  };
}

/** Folders with a crmctl.yaml of their own. */
function nestedProjects(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => (path.endsWith('/crmctl.yaml') ? [path.slice(0, -'crmctl.yaml'.length)] : []));
}

function git(root: string, args: readonly string[]): { readonly text: string } | { readonly problem: string } {
  const { failed, stdout, stderr, code } = execaSync('git', args, {
    cwd: root,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 200_000_000,
  });
  if (!failed) return { text: stdout };
  if (code === 'ENOENT') return { problem: 'git is not installed here' };
  return { problem: stderr.split('\n')[0]?.replace(/^fatal: /, '') ?? '' };
}
