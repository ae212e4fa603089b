import { Graph as Layout, layout } from '@dagrejs/dagre';
import { escapeXml } from '../../model/xml.js';
import type { Graph, GraphEdge, GraphNode } from './graph.js';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** In pixels. Widths are those of a usual sans-serif font: a browser's own may be a little narrower or wider. */
const node = { font: 13, character: 7.2, line: 17, padding: 12 };
const word = { font: 11, character: 6.2, line: 14, padding: 3 };
/** Longer labels go on in the next line. */
const charactersInLine = 26;
const margin = 24;
/** Room for the name of a group above its nodes: dagre knows of no names, and leaves it half of what stands between nodes. */
const heading = { between: 14, above: 4 };

const style = `
  text{font:${node.font}px system-ui,"Segoe UI",Roboto,Arial,sans-serif;fill:#1f2328;text-anchor:middle}
  .group rect{fill:#f6f8fa;stroke:#d1d9e0}
  .group text{font-weight:600;fill:#59636e;text-anchor:start}
  .node>*:first-child{stroke-width:1.3}
  .status>*:first-child{fill:#ddf4ff;stroke:#0969da}
  .trigger>*:first-child{fill:#fff8c5;stroke:#9a6700}
  .occasion>*:first-child{fill:#ffffff;stroke:#59636e}
  .message>*:first-child{fill:#dafbe1;stroke:#1a7f37}
  .edge path{fill:none;stroke:#59636e;stroke-width:1.2}
  .automatic path{stroke-dasharray:5 4}
  .edge text{font-size:${word.font}px;fill:#59636e;paint-order:stroke;stroke:#ffffff;stroke-width:4px;stroke-linejoin:round}
  #arrow path{fill:#59636e}
  @media (prefers-color-scheme:dark){
    svg{background:#0d1117}text{fill:#f0f6fc}
    .group rect{fill:#151b23;stroke:#3d444d}.group text,.edge text{fill:#9198a1}.edge text{stroke:#0d1117}
    .status>*:first-child{fill:#0c2d6b;stroke:#4493f8}.trigger>*:first-child{fill:#3b2300;stroke:#d29922}
    .occasion>*:first-child{fill:#0d1117;stroke:#9198a1}.message>*:first-child{fill:#033a16;stroke:#3fb950}
    .edge path{stroke:#9198a1}#arrow path{fill:#9198a1}
  }`;

/** As a picture of its own, light or dark as the reader's screen; laid out by dagre, from left to right. */
export function svgOf(graph: Graph): string {
  const placed = place(graph);
  const { width = 0, height = 0 } = placed.graph();
  const groups = groupsOf(graph).filter((group) => group !== undefined);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">`,
    `<title>${escapeXml(graph.title)}</title>`,
    `<style>${style}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>',
    ...groups.map((group) => drawGroup(group, placed.node(groupName(group)) as Place)),
    ...graph.edges.map((edge, index) => drawEdge(edge, placed.edge(edge.from, edge.to, String(index)) as EdgePlace)),
    ...graph.nodes.map((each) => drawNode(each, placed.node(each.id) as Place)),
    '</svg>',
  ].join('\n');
}

interface EdgePlace extends Place {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

function place(graph: Graph): Layout {
  const hasGroups = groupsOf(graph).some((group) => group !== undefined);
  const placed = new Layout({ directed: true, compound: true, multigraph: true });
  placed.setGraph({
    rankdir: 'LR',
    nodesep: hasGroups ? 18 + heading.between : 18,
    ranksep: 56,
    edgesep: 12,
    marginx: margin,
    marginy: margin,
  });
  for (const group of groupsOf(graph)) if (group !== undefined) placed.setNode(groupName(group), {});
  for (const { id, label, group } of graph.nodes) {
    placed.setNode(id, sizeOf(label, node));
    if (group !== undefined) placed.setParent(id, groupName(group));
  }
  graph.edges.forEach(({ from, to, label }, index) => {
    const size = label === undefined ? { width: 0, height: 0 } : sizeOf(label, word);
    placed.setEdge(from, to, { ...size, labelpos: 'c' }, String(index));
  });
  layout(placed);
  return placed;
}

function groupsOf({ nodes }: Graph): readonly (string | undefined)[] {
  return [...new Set(nodes.map(({ group }) => group))];
}

/** No id of a node begins so. */
function groupName(group: string): string {
  return `\u0000${group}`;
}

function sizeOf(label: string, { character, line, padding }: typeof node): { width: number; height: number } {
  const lines = linesOf(label);
  const longest = Math.max(...lines.map((each) => each.length));
  return { width: longest * character + 2 * padding, height: lines.length * line + 2 * padding * 0.6 };
}

/** Broken at spaces. */
function linesOf(label: string): readonly string[] {
  const lines: string[] = [];
  for (const each of label.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + each.length <= charactersInLine) lines.push(`${lines.pop()!} ${each}`);
    else lines.push(each);
  }
  return lines;
}

function drawGroup(group: string, { x, y, width, height }: Place): string {
  const [left, top] = [x - width / 2, y - height / 2 - heading.above];
  return `<g class="group"><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height + heading.above)}" rx="6"/><text x="${round(left + 10)}" y="${round(top + 17)}">${escapeXml(group)}</text></g>`;
}

function drawNode({ label, shape }: GraphNode, { x, y, width, height }: Place): string {
  const radius = { status: 8, trigger: 2, occasion: height / 2, message: 2 }[shape];
  const frame = `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="${round(radius)}"/>`;
  return `<g class="node ${shape}">${frame}${drawText(label, x, y, node.line)}</g>`;
}

function drawEdge({ label, automatic }: GraphEdge, { points, x, y }: EdgePlace): string {
  const text = label === undefined ? '' : drawText(label, x, y, word.line);
  return `<g class="edge${automatic === true ? ' automatic' : ''}"><path d="${curve(points)}" marker-end="url(#arrow)"/>${text}</g>`;
}

/** Round the points in between, from middle to middle; the last stretch is straight, so that the arrow points along it. */
function curve(points: EdgePlace['points']): string {
  const text = ({ x, y }: { readonly x: number; readonly y: number }): string => `${round(x)} ${round(y)}`;
  const turns = points.slice(1, -1).map((point, index) => {
    const next = points[index + 2]!;
    return `Q${text(point)} ${text({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return `M${text(points[0]!)}${turns.join('')}L${text(points.at(-1)!)}`;
}

function drawText(label: string, x: number, y: number, line: number): string {
  const lines = linesOf(label);
  const first = y - ((lines.length - 1) * line) / 2 + line * 0.27;
  const spans = lines.map(
    (each, index) => `<tspan x="${round(x)}" y="${round(first + index * line)}">${escapeXml(each)}</tspan>`,
  );
  return `<text>${spans.join('')}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
