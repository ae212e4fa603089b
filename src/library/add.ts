import { checkProject } from '../language/check.js';
import { compileSites } from '../language/compile.js';
import type { Project, Resource, SourceFile } from '../language/project.js';
import { readProject } from '../language/readProject.js';
import type { Attachments } from '../language/walk/walk.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Vocabulary } from '../vocabulary/word.js';
import type { Automation } from './automation.js';
import { broughtFor } from './brought.js';
import { clashesOf, type Clash } from './clashes.js';
import { contentOf } from './content.js';
import { differing } from './differing.js';
import { placeInProject } from './places.js';
import type { ProjectTexts } from './projectTexts.js';
import type { Library } from './readLibrary.js';
import { rivalsOf, type Rival } from './rivals.js';
import { todoAfter, type Todo } from './todo.js';

/** What adding automations to a project does. */
export interface Addition {
  /** Only files that get another text. */
  readonly files: readonly SourceFile[];
  readonly report: AdditionReport;
}

export interface AdditionReport {
  readonly format: 'crmctl.add/1';
  readonly ok: true;
  readonly automations: readonly string[];
  /** Resources that the project did not have. */
  readonly added: readonly { readonly address: string; readonly file: string }[];
  /** Resources whose lists lacked items: `statuses.no-answer-1`. */
  readonly extended: readonly { readonly address: string; readonly file: string; readonly items: readonly string[] }[];
  /** Resources that the project has and that say something else than the library: left as they are. */
  readonly differing: readonly { readonly address: string; readonly file: string; readonly line: number }[];
  /** What does the same as something that runs beside it. */
  readonly rivals: readonly Rival[];
  readonly files: readonly string[];
  readonly todo: Todo;
}

export type Added =
  | ({ readonly ok: true } & Addition)
  | { readonly ok: false; readonly clashes: readonly Clash[] }
  | { readonly ok: false; readonly findings: readonly Diagnostic[] };

/**
 * Copies automations into a project: each to `automations/<code>/`, and what they need of the pool to `shop/`. What the project has
 * stays as it is. The outcome is read and checked before anything is written: with errors in it nothing is added.
 */
export function addAutomations(
  automations: readonly Automation[],
  project: Project,
  texts: ProjectTexts,
  library: Library,
  words: Vocabulary,
): Added {
  const brought = broughtFor(automations, project, library, words);
  const clashes = clashesOf(brought, automations, project, texts, library);
  if (clashes.length > 0) return { ok: false, clashes };
  const { files, shop } = contentOf(brought, automations, project, texts, library, words);
  const outcome = readProject(...withFiles(texts, files), words);
  const diagnostics = checkProject(outcome, words, compileSites(outcome, words));
  const findings = diagnostics.filter(({ severity }) => severity === 'error');
  if (findings.length > 0) return { ok: false, findings };
  const items = Map.groupBy(brought.items, ({ resource }) => resource);
  return {
    ok: true,
    files,
    report: {
      format: 'crmctl.add/1',
      ok: true,
      automations: automations.map(({ code }) => code),
      added: brought.documents.map((resource) => ({ address: resource.address, file: placeInProject(resource.file) })),
      extended: [...items].map(([{ address, file }, own]) => ({
        address,
        file,
        items: own.map(({ field, code }) => `${field}.${code}`),
      })),
      differing: brought.met
        .map((resource) => ({ resource, there: project.byAddress.get(resource.address) }))
        .filter(({ resource, there }) => there !== undefined && differing(resource, there, words))
        .map(({ there }) => placeOf(there!)), // those that are there
      rivals: rivalsOf(automations, project),
      files: files.map(({ path }) => path),
      todo: todoAfter(brought.documents, shop, diagnostics),
    },
  };
}

function placeOf({ address, file, line }: Resource) {
  return { address, file, line };
}

/** The project as it will be. */
function withFiles(texts: ProjectTexts, files: readonly SourceFile[]): [readonly SourceFile[], Attachments] {
  const changed = new Map(files.map(({ path, text }) => [path, text]));
  const yaml = new Map(texts.files.map(({ path, text }) => [path, text]));
  for (const [path, text] of changed) if (/\.ya?ml$/i.test(path)) yaml.set(path, text);
  return [
    [...yaml].map(([path, text]) => ({ path, text })),
    {
      get: (path) => changed.get(path) ?? texts.attachments.get(path),
      keys: () => new Set([...texts.attachments.keys(), ...changed.keys()]),
    },
  ];
}
