import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/render/graph/graph.js';
import { svgOf } from '../../../src/render/graph/svg.js';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const label = fc.constantFrom('New', 'Ждёт в пункте выдачи (at-pickup)', 'a < b & "c"', 'x'.repeat(60), '🙂', '');
const graph: fc.Arbitrary<Graph> = fc.record({
  title: label,
  nodes: fc.tuple(
    ...ids.map((id) =>
      fc.record(
        {
          id: fc.constant(id),
          label,
          shape: fc.constantFrom('status', 'trigger', 'occasion', 'message'),
          group: fc.constantFrom('One', 'Two & three'),
        },
        { requiredKeys: ['id', 'label', 'shape'] },
      ),
    ),
  ),
  edges: fc.array(
    fc.record(
      { from: fc.constantFrom(...ids), to: fc.constantFrom(...ids), label, automatic: fc.constant(true) },
      { requiredKeys: ['from', 'to'] },
    ),
    { maxLength: 12 },
  ),
}) as fc.Arbitrary<Graph>;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxesOf(svg: string): readonly Box[] {
  return [...svg.matchAll(/<g class="node [a-z]+"><rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"/g)].map(
    (found) => {
      const [left, top, width, height] = found.slice(1).map(Number) as [number, number, number, number];
      return { left, top, right: left + width, bottom: top + height };
    },
  );
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe('a graph as a picture', () => {
  it('shows every node and edge, inside its frame, no node upon another, and only numbers as places', () => {
    fc.assert(
      fc.property(graph, (drawn) => {
        const svg = svgOf(drawn);
        const boxes = boxesOf(svg);
        const [width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg)!.slice(1).map(Number) as [number, number];
        expect(boxes).toHaveLength(drawn.nodes.length);
        for (const box of boxes)
          expect(box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height).toBe(true);
        boxes.forEach((box, index) => expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false));
        expect(svg.match(/marker-end/g) ?? []).toHaveLength(drawn.edges.length);
        expect(svg.match(/class="edge automatic"/g) ?? []).toHaveLength(
          drawn.edges.filter(({ automatic }) => automatic).length,
        );
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      }),
    );
  });

  it('writes text as text', () => {
    const svg = svgOf({
      title: '<b>',
      nodes: [{ id: 'a', label: 'a < b & "c"', shape: 'status', group: '</g>' }],
      edges: [],
    });
    expect(svg).toContain('<title>&lt;b&gt;</title>');
    expect(svg).toContain('>a &lt; b &amp; &quot;c&quot;</tspan>');
    expect(svg).toContain('>&lt;/g&gt;</text>');
  });

  it('breaks a long label at its spaces', () => {
    const svg = svgOf({
      title: 'Triggers',
      nodes: [{ id: 'a', label: 'entered loyal, promising, new-customers, lost', shape: 'occasion' }],
      edges: [],
    });
    expect([...svg.matchAll(/>([^<]+)<\/tspan>/g)].map(([, line]) => line)).toEqual([
      'entered loyal, promising,',
      'new-customers, lost',
    ]);
  });
});
