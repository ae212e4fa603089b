import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { accountFile } from '../language/account.js';
import { withAccount } from '../language/compileEnvironment.js';
import { readingCodes } from '../language/codes.js';
import type { Project, SourceFile } from '../language/project.js';
import { configFile } from '../language/readConfig.js';
import { readProject, type Overlays } from '../language/readProject.js';
import type { Attachments } from '../language/walk/walk.js';
import { byPlace, type Diagnostic } from '../model/diagnostic.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { accountIn } from './accountIn.js';
import { findUpward } from './findProject.js';
import { listFiles } from './listFiles.js';

/** A project on this machine. */
export type Workspace =
  | { readonly found: true; /** The folder with crmctl.yaml. */ readonly root: string; readonly project: Project }
  | { readonly found: false; readonly diagnostic: Diagnostic };

/**
 * Finds the project around a folder (the nearest `crmctl.yaml` upwards) and reads all of it. What cannot be read from
 * disk is a diagnostic of the project like any other. `environment` says whose overlay counts; without it none does.
 */
export function readWorkspace(directory: string, words: Vocabulary, environment?: Overlays['environment']): Workspace {
  const root = findUpward(directory, configFile);
  if (root === undefined) return { found: false, diagnostic: noProject(directory) };
  const { files, attachments, problems, textsOf } = readTexts(root);
  const overlays = environment && { environment, files: textsOf(overlaysIn(root)) };
  const project = readProject(files, attachments, words, overlays);
  const { account, problem } = accountIn(textsOf([...attachments.keys()].filter((path) => path === accountFile))[0]);
  const known = account === undefined ? project : withAccount(project, account, words);
  if (problem !== undefined) problems.push(problem);
  return { found: true, root, project: problems.length === 0 ? known : withProblems(known, problems) };
}

/**
 * The project around a folder by its `crmctl.yaml` alone, without resources: enough to connect to an environment, whatever state the
 * documents beside it are in.
 */
export function readSettings(directory: string, words: Vocabulary): Workspace {
  const root = findUpward(directory, configFile);
  if (root === undefined) return { found: false, diagnostic: noProject(directory) };
  const read = readText(join(root, configFile));
  if (!('text' in read)) return { found: false, diagnostic: unreadable(configFile, read) };
  return { found: true, root, project: readProject([{ path: configFile, text: read.text }], new Map(), words) };
}

/** The texts of a project: its YAML files, and what lies beside them. */
export function readTexts(root: string): {
  readonly files: readonly SourceFile[];
  readonly attachments: Attachments;
  /** What could not be read; grows with every `textsOf`. */
  readonly problems: Diagnostic[];
  readonly textsOf: (paths: readonly string[]) => readonly SourceFile[];
} {
  const listing = listFiles(root, configFile);
  const problems = listing.unreadable.map(({ path, reason }) =>
    unreadable(path, { reason: `the folder cannot be read: ${reason}`, cure: accessCure }),
  );
  const textsOf = (paths: readonly string[]): readonly SourceFile[] =>
    paths.flatMap((path) => {
      const read = readText(join(root, path));
      if ('text' in read) return [{ path, text: read.text }];
      problems.push(unreadable(path, read));
      return [];
    });
  return { files: textsOf(listing.yaml), attachments: attachmentsOf(root, listing.others), problems, textsOf };
}

/** Files of `environments/`, from the project's folder. */
export function overlaysIn(root: string): readonly string[] {
  const folder = join(root, 'environments');
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort()
    .map((name) => `environments/${name}`);
}

/** Largest file that may be part of a resource, in bytes. */
const largestAttachment = 1_000_000;

/** Files beside the YAML: read only when a resource names one. */
function attachmentsOf(root: string, paths: readonly string[]): Attachments {
  const known = new Set(paths);
  return {
    keys: () => known,
    get(path) {
      if (!known.has(path) || sizeOf(join(root, path)) > largestAttachment) return undefined;
      const read = readText(join(root, path));
      return 'text' in read ? read.text : undefined;
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

interface Unreadable {
  readonly reason: string;
  readonly cure: string;
}

const accessCure = 'give read access, or move it out of the project';

function readText(path: string): { readonly text: string } | Unreadable {
  try {
    const text = readFileSync(path, 'utf8');
    // What is no UTF-8 reads as this character; few files hold one.
    if (text.includes('\uFFFD') && !isUtf8(readFileSync(path)))
      return { reason: 'the file is not UTF-8 text', cure: 'save it as UTF-8' };
    return { text: text.startsWith('\uFEFF') ? text.slice(1) : text };
  } catch (error) {
    return {
      reason: `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      cure: accessCure,
    };
  }
}

function withProblems(project: Project, problems: readonly Diagnostic[]): Project {
  const isConfigGone = problems.some(({ file }) => file === configFile);
  const own = project.diagnostics.filter(({ code }) => !(isConfigGone && code === readingCodes.noProject.code));
  return { ...project, diagnostics: [...own, ...problems].sort(byPlace) };
}

function unreadable(file: string, { reason, cure }: Unreadable): Diagnostic {
  return {
    severity: 'error',
    code: readingCodes.unreadable.code,
    message: reason,
    file: file === '' ? '.' : file,
    suggestion: cure,
  };
}

function noProject(directory: string): Diagnostic {
  return {
    severity: 'error',
    code: readingCodes.noProject.code,
    message: `there is no ${configFile} in ${resolve(directory)} or above it`,
    suggestion: 'crmctl init makes a project; -C names the folder of another one',
  };
}
