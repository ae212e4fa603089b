import { observe } from '../apply/observe.js';
import type { Environment } from '../environment/open.js';
import type { Project } from '../language/project.js';
import { buildPlan } from '../plan/build.js';
import { dependenciesOf } from '../plan/dependencies.js';
import type { Plan } from '../plan/plan.js';
import { selection, type Selection } from '../plan/select.js';
import { vocabulary } from '../vocabulary/index.js';
import { remotes } from '../vocabulary/kinds/remote/index.js';
import type { GlobalFlags } from './command.js';

/** Reads the running CRM and compares it with the project. */
export async function planFor(project: Project, environment: Environment, flags: GlobalFlags): Promise<Plan> {
  const observation = await observe({ ...environment, words: vocabulary, remotes, project });
  return buildPlan({
    project,
    words: vocabulary,
    remotes,
    observation,
    environment: environment.name,
    selection: selectionOf(project, flags),
  });
}

/** `--select` and `--exclude`. */
export function selectionOf(project: Project, { select, exclude }: GlobalFlags): Selection {
  const wanted = { ...(select && { select }), ...(exclude && { exclude }) };
  return selection(wanted, project, dependenciesOf(project, vocabulary));
}

/** The command line that applies a plan, as somebody would type it here. */
export function applyCommand({ dir, env, select, exclude }: GlobalFlags, file: string | undefined): string {
  const chosen =
    file === undefined
      ? [
          ...(select ?? []).map((each) => `--select ${quoted(each)}`),
          ...(exclude ?? []).map((each) => `--exclude ${quoted(each)}`),
        ]
      : [];
  const place = [...(dir === '.' ? [] : [`-C ${quoted(dir)}`]), ...(env === undefined ? [] : [`-e ${quoted(env)}`])];
  return ['crmctl apply', ...(file === undefined ? [] : [quoted(file)]), ...place, ...chosen].join(' ');
}

function quoted(argument: string): string {
  return /^[\w./:@%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** Columns to write for: the terminal's, else a page's. */
export function pageWidth(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? stream.columns : 100;
}
