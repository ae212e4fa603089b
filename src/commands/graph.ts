import { Args, Flags } from '@oclif/core';
import { exitCodes } from '../cli/exitCodes.js';
import { Failure } from '../cli/failure.js';
import { ProjectCommand } from '../cli/projectCommand.js';
import { dotOf } from '../render/graph/dot.js';
import { mermaidOf } from '../render/graph/mermaid.js';
import { statusGraph } from '../render/graph/statuses.js';
import { svgOf } from '../render/graph/svg.js';
import { triggerGraph } from '../render/graph/triggers.js';
import { vocabulary } from '../vocabulary/index.js';

const nothingToDraw: Readonly<Record<string, string>> = {
  statuses:
    'no moves to draw: no status of a StatusGroup says where it may go (next: […]), and no trigger sets order.status',
  triggers: 'nothing to draw: there is no trigger',
};

const drawers = { mermaid: mermaidOf, dot: dotOf, svg: svgOf };

export default class Graph extends ProjectCommand {
  static override summary =
    'The way of an order through its statuses, or what starts which trigger, as text to be drawn.';
  static override description = `Mermaid is drawn by GitHub and GitLab; dot by Graphviz; svg is a picture that needs nothing else. Moves by triggers are dashed. --markdown puts it into a block.`;
  static override examples = [
    '<%= config.bin %> graph',
    '<%= config.bin %> graph triggers --markdown-into docs/triggers.md',
    '<%= config.bin %> graph triggers --format svg > triggers.svg',
  ];
  static override args = {
    what: Args.string({ description: 'What is drawn.', options: ['statuses', 'triggers'], default: 'statuses' }),
  };
  static override flags = {
    format: Flags.string({
      summary: 'Language for drawing, or the drawing itself.',
      options: ['mermaid', 'dot', 'svg'],
      default: 'mermaid',
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Graph);
    this.begin(flags);
    if (flags.format === 'svg' && (flags.markdown || flags['markdown-into'] !== undefined))
      throw new Failure(
        exitCodes.usage,
        'a page of Markdown shows no SVG inside',
        '--format mermaid, which GitHub draws',
      );
    const { project } = this.openProject();
    const graph = args.what === 'triggers' ? triggerGraph(project, vocabulary) : statusGraph(project, vocabulary);
    const text = drawers[flags.format as keyof typeof drawers](graph);
    if (graph.edges.length === 0) this.progress.line(nothingToDraw[args.what] ?? '');
    this.finish({
      human: () => text,
      verbatim: true,
      json: () => ({ format: 'crmctl.graph/1', ...graph }),
      markdown: () => `\`\`\`${flags.format}\n${text}\n\`\`\``,
    });
  }
}
