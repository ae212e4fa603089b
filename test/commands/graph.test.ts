import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import Graph from '../../src/commands/graph.js';
import { outputOf } from './commandOutput.js';

const shop = fileURLToPath(new URL('../../examples/demo-shop', import.meta.url));

describe('crmctl graph', () => {
  it.each([
    [[], /^flowchart LR\n {2}subgraph/],
    [['triggers'], /^flowchart LR\n/],
    [['statuses', '--format', 'dot'], /^digraph "Statuses" \{/],
    [['--markdown'], /^```mermaid\nflowchart LR\n[\s\S]*\n```\n$/],
  ])('draws %j of a whole shop', async (args, expected) => {
    const { stdout, exitCode } = await outputOf(Graph, ['-C', shop, ...args]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(expected);
  });

  it('knows no other graph', async () => {
    await expect(outputOf(Graph, ['-C', shop, 'segments'])).rejects.toThrow(/statuses, triggers/);
  });
});
