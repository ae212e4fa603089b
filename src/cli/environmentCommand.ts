import type { Environment } from '../environment/open.js';
import type { Project } from '../language/project.js';
import { inEnvironment, type EnvironmentFlags } from './inEnvironment.js';
import { ProjectCommand } from './projectCommand.js';

/** Base of the commands that talk to a CRM. */
export abstract class EnvironmentCommand extends ProjectCommand {
  /** Connects to the environment of the project (`env`, else `-e`, else the usual choice; `besideServe` as the runner does) for as long as the work takes. */
  protected inEnvironment<T>(
    opened: { readonly root: string; readonly project: Project },
    work: (environment: Environment) => Promise<T>,
    { env = this.global.env, besideServe = false }: Partial<Pick<EnvironmentFlags, 'env' | 'besideServe'>> = {},
  ): Promise<T> {
    return inEnvironment(opened, { ...this.global, env, besideServe }, this.progress, work);
  }
}
