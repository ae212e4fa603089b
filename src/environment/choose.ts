import { didYouMean } from '../language/nearest.js';
import type { EnvironmentConfig } from '../language/project.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { problemAt, type Located } from './problem.js';

export type Chosen =
  | { readonly ok: true; readonly name: string; readonly config: EnvironmentConfig }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/**
 * `-e`, else `CRMCTL_ENV`, else `local`, else the only one (docs/cli.md#environments). `local` needs no declaration when it is asked for or nothing else is
 * declared: the embedded CRM, its state under `.crmctl/`.
 */
export function chooseEnvironment(project: Located, flag: string | undefined, variable: string | undefined): Chosen {
  const { environments } = project.config;
  const names = Object.keys(environments).sort();
  const asked = flag ?? (variable === '' ? undefined : variable);
  const name = asked ?? (Object.hasOwn(environments, 'local') || names.length === 0 ? 'local' : onlyOf(names));
  if (name === undefined) {
    const message = 'Which environment? The project has several and none is called "local".';
    const suggestion = `name one with -e or CRMCTL_ENV: ${names.join(', ')}`;
    return { ok: false, diagnostic: problemAt(project, ['environments'], 'whichEnvironment', message, suggestion) };
  }
  if (Object.hasOwn(environments, name)) return { ok: true, name, config: environments[name] ?? {} };
  if (name === 'local') return { ok: true, name, config: {} };
  const known = [...new Set(['local', ...names])].sort();
  const message = `There is no environment "${name}"${flag === undefined ? ' (from CRMCTL_ENV)' : ''}.`;
  const suggestion = didYouMean(name, known) ?? `there are: ${known.join(', ')}`;
  return { ok: false, diagnostic: problemAt(project, ['environments'], 'unknownEnvironment', message, suggestion) };
}

function onlyOf(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
