import { once } from 'node:events';
import { Flags } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { ProjectCommand } from '../cli/projectCommand.js';
import { serveEnvironment, type ServedEnvironment } from '../environment/serve.js';

export default class Serve extends ProjectCommand {
  static override summary =
    'Serve automation API, console and metrics, and the embedded CRM where the environment names no other.';
  static override description = `Stays until it is stopped (Ctrl+C). Other commands of the same environment find it and use it.
Nothing is served without the key; its file is named at the start.`;
  static override examples = ['<%= config.bin %> serve', '<%= config.bin %> serve --crm embedded --port 8080'];
  static override flags = {
    crm: Flags.option({
      options: ['embedded'] as const,
      summary: 'Insist on the embedded CRM: an error where the environment names another CRM.',
    })(),
    host: Flags.string({ summary: 'Address to listen on.', default: '127.0.0.1' }),
    port: Flags.integer({ summary: 'Port; a free one by default.', default: 0, min: 0, max: 65_535 }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Serve);
    this.begin(flags);
    const { root, project } = this.openProject();
    const { env: name, store, host, port } = flags;
    const started = await serveEnvironment({
      project,
      dir: root,
      env: process.env,
      ...(name !== undefined && { name }),
      ...(store !== undefined && { store }),
      host,
      port,
    });
    if (!started.ok) {
      const [first] = started.diagnostics;
      this.stop(exitCodes.error, started.diagnostics.map(({ message }) => message).join('\n'), first?.suggestion);
    }
    const { served } = started;
    if (flags.crm === 'embedded' && !served.embedded) {
      await served.close();
      this.stop(exitCodes.error, `environment "${served.name}" names a CRM of its own`, 'choose another one with -e');
    }
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    this.announce(served);
    await stopped;
    this.progress.line('stopping');
    await served.close();
  }

  private announce({ name, url, keyFile, embedded }: ServedEnvironment): void {
    const crm = embedded ? `${url}/api/v5` : undefined;
    const automation = `${url}/automation/v1`;
    const metrics = `${url}/metrics`;
    const page = `${url}/console`;
    this.finish({
      human: ({ colour: { bold, dim } }) =>
        [
          ...(crm === undefined ? [] : [`CRM         ${bold(crm)}`]),
          `automation  ${bold(automation)}`,
          `metrics     ${bold(metrics)}`,
          `console     ${bold(page)}`,
          `key         in ${keyFile}, sent as X-API-KEY, or the password that a browser asks for`,
          dim(`environment ${name}, until Ctrl+C`),
        ].join('\n'),
      json: () => ({
        format: 'crmctl.serve/1',
        ok: true,
        environment: name,
        url,
        crm,
        automation,
        metrics,
        console: page,
        keyFile,
        pid: process.pid,
      }),
    });
  }
}
