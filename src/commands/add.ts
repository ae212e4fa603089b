import { Args } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { openLibrary } from '../cli/library.js';
import { ProjectCommand } from '../cli/projectCommand.js';
import { addAutomations } from '../library/add.js';
import { additionHuman, clashesAsText } from '../render/add.js';
import { diagnosticsAsText } from '../render/diagnostics/human.js';
import { diagnosticAsJson } from '../render/diagnostics/json.js';
import { vocabulary } from '../vocabulary/index.js';
import { readTexts, readWorkspace } from '../workspace/readWorkspace.js';
import { writeFiles } from '../workspace/writeFiles.js';

export default class Add extends ProjectCommand {
  static override summary = 'Copy automations of the library into the project.';
  static override description = `Each goes to automations/<code>/ with its triggers, templates and tests; what it needs and the project does not have (statuses, calendars,
channels, teams, fields …) goes to shop/. What the project has stays as it is; a status group gets the statuses that it lacks.
The copies are yours to edit: the figures stand as vars at the top of each trigger. The project validates afterwards, or nothing is written.`;
  static override examples = [
    '<%= config.bin %> add call-back-ladder',
    '<%= config.bin %> add abandoned-cart price-drop',
  ];
  static override strict = false;
  static override args = {
    automation: Args.string({
      description: 'Code of an automation, or several; crmctl catalog lists them.',
      required: true,
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Add);
    this.begin(flags);
    const workspace = readWorkspace(flags.dir, vocabulary);
    if (!workspace.found)
      this.stop(
        exitCodes.error,
        workspace.diagnostic.message,
        'crmctl init makes a project, crmctl init --from AUTOMATION one with an automation',
      );
    const { library, automations } = openLibrary(this.config.root, argv.map(String));
    const { root, project } = workspace;
    const texts = readTexts(root);
    if (texts.problems.length > 0) this.openProject();
    const added = addAutomations(automations, project, texts, library, vocabulary);
    if (!added.ok && 'clashes' in added)
      this.stop(
        exitCodes.refused,
        clashesAsText(added.clashes),
        'nothing was written: give yours another code, or remove it, then add again',
        { clashes: added.clashes },
      );
    if (!added.ok) {
      this.openProject(); // one that was not valid before ends here with its own findings
      const findings = { files: 0, resources: 0, diagnostics: added.findings };
      process.stderr.write(diagnosticsAsText(findings, this.pageOf(process.stderr)));
      this.stop(
        exitCodes.refused,
        'the project would not be valid with it; nothing was written',
        'declare what the findings name, then add again; crmctl import writes the codes and fields of a running account',
        { diagnostics: added.findings.map(diagnosticAsJson) },
      );
    }
    writeFiles(root, added.files);
    this.finish({ human: ({ colour }) => additionHuman(added.report, colour), json: () => added.report });
  }
}
