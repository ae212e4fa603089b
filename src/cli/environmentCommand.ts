import type { Environment } from '../environment/open.js';
import type { Project } from '../language/project.js';
import { inEnvironment } from './inEnvironment.js';
import { ProjectCommand } from './projectCommand.js';

/** Base of the commands that talk to a CRM. */
export abstract class EnvironmentCommand extends ProjectCommand {
  /** Connects to the environment of the project (`env`, else `-e`, else the usual choice) for as long as the work takes. */
  protected inEnvironment<T>(
    opened: { readonly root: string; readonly project: Project },
    work: (environment: Environment) => Promise<T>,
    env = this.global.env,
  ): Promise<T> {
    return inEnvironment(opened, { ...this.global, env }, this.progress, work);
  }
}
