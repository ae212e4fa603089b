/** A directed graph, before it is written in a language for drawing. */
export interface Graph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly shape: 'status' | 'trigger' | 'occasion' | 'message';
  /** Nodes of one group stand together. */
  readonly group?: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** Done by crmctl, not by people. */
  readonly automatic?: true;
}

/** The same edge once, in a fixed order. */
export function distinct(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  return [...new Map(edges.map((edge) => [`${edge.from}\n${edge.to}\n${edge.label ?? ''}`, edge])).values()];
}
