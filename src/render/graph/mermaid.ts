import type { Graph, GraphNode } from './graph.js';

const brackets: Readonly<Record<GraphNode['shape'], readonly [string, string]>> = {
  status: ['(', ')'],
  trigger: ['[', ']'],
  occasion: ['([', '])'],
  message: ['>', ']'],
};

/** As a Mermaid flowchart: GitHub and GitLab draw it. */
export function mermaidOf({ nodes, edges }: Graph): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const groups = Map.groupBy(nodes, ({ group }) => group);
  const line = ({ id, label, shape }: GraphNode): string => {
    const [open, close] = brackets[shape];
    return `${names.get(id)!}${open}"${escaped(label)}"${close}`;
  };
  return [
    'flowchart LR',
    ...[...groups].flatMap(([group, members], index) =>
      group === undefined
        ? members.map((node) => `  ${line(node)}`)
        : [`  subgraph g${index}["${escaped(group)}"]`, ...members.map((node) => `    ${line(node)}`), '  end'],
    ),
    ...edges.map(({ from, to, label, automatic }) => {
      const arrow = automatic === true ? '-.->' : '-->';
      const text = label === undefined ? '' : `|"${escaped(label)}"|`;
      return `  ${names.get(from)!} ${arrow}${text} ${names.get(to)!}`;
    }),
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('\n', ' ');
}
