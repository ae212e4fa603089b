import type { Graph, GraphNode } from './graph.js';

const shapes: Readonly<Record<GraphNode['shape'], string>> = {
  status: 'box, style=rounded',
  trigger: 'box',
  occasion: 'ellipse',
  message: 'note',
};

/** In Graphviz's language: `crmctl graph --format dot | dot -Tsvg`. */
export function dotOf({ title, nodes, edges }: Graph): string {
  const groups = Map.groupBy(nodes, ({ group }) => group);
  const line = ({ id, label, shape }: GraphNode): string =>
    `${quoted(id)} [label=${quoted(label)}, shape=${shapes[shape]}];`;
  return [
    `digraph ${quoted(title)} {`,
    '  rankdir=LR;',
    ...[...groups].flatMap(([group, members], index) =>
      group === undefined
        ? members.map((node) => `  ${line(node)}`)
        : [
            `  subgraph ${quoted(`cluster_${index}`)} {`,
            `    label=${quoted(group)};`,
            ...members.map((node) => `    ${line(node)}`),
            '  }',
          ],
    ),
    ...edges.map(({ from, to, label, automatic }) => {
      const marks = [
        ...(label === undefined ? [] : [`label=${quoted(label)}`]),
        ...(automatic === true ? ['style=dashed'] : []),
      ];
      return `  ${quoted(from)} -> ${quoted(to)}${marks.length === 0 ? '' : ` [${marks.join(', ')}]`};`;
    }),
    '}',
  ].join('\n');
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', ' ')}"`;
}
