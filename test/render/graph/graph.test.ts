import { describe, expect, test } from 'vitest';
import { dotOf } from '../../../src/render/graph/dot.js';
import { mermaidOf } from '../../../src/render/graph/mermaid.js';
import { statusGraph } from '../../../src/render/graph/statuses.js';
import { triggerGraph } from '../../../src/render/graph/triggers.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { projectOf } from '../../vocabulary/projectOf.js';

const shop = projectOf(`kind: StatusGroup
code: work
name: В "работе"
statuses:
  - {code: new, name: Новый, next: [paid]}
  - {code: paid, name: Оплачен}
---
kind: StatusGroup
code: out
name: Out
statuses: [{code: cancelled, name: Отменён}]
---
kind: Template
code: thanks
name: Thanks
for: order
channel: email
subject: Hi
body: Hi
---
kind: Trigger
code: expire
name: Expire
on: {held: order.status, is: new, for: 3d}
do:
  - {id: move, set: {order.status: cancelled}}
  - {id: tell, emit: {event: custom.expired}}
---
kind: Trigger
code: mourn
name: Mourn
on: [{event: custom.expired}, {changed: order.status, to: {group: out}}]
do: [{id: send, send: {template: thanks}}]
---
kind: Trigger
code: weekly
name: Weekly
on: {schedule: "0 9 * * MON"}
do: [{id: n, note: Hello}]
`);

describe('the graph of statuses', () => {
  const graph = statusGraph(shop, vocabulary);

  test('has the ways of people and those of triggers', () => {
    expect(graph.edges).toEqual([
      { from: 'new', to: 'paid' },
      { from: 'new', to: 'cancelled', label: 'expire', automatic: true },
    ]);
  });

  test('is written in Mermaid', () => {
    expect(mermaidOf(graph)).toBe(`flowchart LR
  subgraph g0["В #quot;работе#quot;"]
    n0("Новый (new)")
    n1("Оплачен (paid)")
  end
  subgraph g1["Out"]
    n2("Отменён (cancelled)")
  end
  n0 --> n1
  n0 -.->|"expire"| n2`);
  });

  test('is written for Graphviz', () => {
    expect(dotOf(graph)).toBe(`digraph "Statuses" {
  rankdir=LR;
  subgraph "cluster_0" {
    label="В \\"работе\\"";
    "new" [label="Новый (new)", shape=box, style=rounded];
    "paid" [label="Оплачен (paid)", shape=box, style=rounded];
  }
  subgraph "cluster_1" {
    label="Out";
    "cancelled" [label="Отменён (cancelled)", shape=box, style=rounded];
  }
  "new" -> "paid";
  "new" -> "cancelled" [label="expire", style=dashed];
}`);
  });
});

test('the graph of triggers tells what starts which, and what goes out', () => {
  const { nodes, edges } = triggerGraph(shop, vocabulary);
  expect(edges.map(({ from, to, label }) => [from, to, label])).toEqual([
    ['order.status', 'trigger/expire', 'held new'],
    ['trigger/expire', 'order.status', 'cancelled'],
    ['trigger/expire', 'event custom.expired', undefined],
    ['event custom.expired', 'trigger/mourn', undefined],
    ['order.status', 'trigger/mourn', 'changed group out'],
    ['trigger/mourn', 'template/thanks', undefined],
    ['schedule 0 9 * * MON', 'trigger/weekly', undefined],
  ]);
  expect(nodes.find(({ id }) => id === 'template/thanks')).toMatchObject({ label: 'Thanks', shape: 'message' });
});
