import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    [['triggers', '--format', 'svg'], /^<svg xmlns="http:[^"]+" role="img"[\s\S]*<\/svg>\n$/],
    [['--markdown'], /^```mermaid\nflowchart LR\n[\s\S]*\n```\n$/],
  ])('draws %j of a whole shop', async (args, expected) => {
    const { stdout, exitCode } = await outputOf(Graph, ['-C', shop, ...args]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(expected);
  });

  it('says on standard error when there is nothing to draw', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'crmctl-graph-'));
    try {
      writeFileSync(join(dir, 'crmctl.yaml'), 'version: 1\nname: shop\ntimezone: Europe/Moscow\n');
      expect(await outputOf(Graph, ['-C', dir])).toMatchObject({
        exitCode: 0,
        stdout: 'flowchart LR\n',
        stderr: expect.stringContaining('no moves to draw'),
      });
      expect((await outputOf(Graph, ['-C', dir, 'triggers'])).stderr).toContain('there is no trigger');
    } finally {
      rmSync(dir, { recursive: true });
    }
    expect((await outputOf(Graph, ['-C', shop])).stderr).toBe('');
  });

  it('puts no SVG into a page of Markdown, where it would not be shown', async () => {
    await expect(outputOf(Graph, ['-C', shop, '--format', 'svg', '--markdown'])).rejects.toMatchObject({
      exitCode: 64,
      cure: expect.stringContaining('--format mermaid'),
    });
  });

  it('knows no other graph', async () => {
    await expect(outputOf(Graph, ['-C', shop, 'segments'])).rejects.toThrow(/statuses, triggers/);
  });
});
