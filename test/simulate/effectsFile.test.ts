import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Effect } from '../../src/model/effect.js';
import { instant } from '../../src/model/instant.js';
import { createEffectsFile } from '../../src/simulate/effectsFile.js';

const folder = mkdtempSync(join(tmpdir(), 'crmctl-effects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const effectAt = (at: number): Effect => ({
  id: '',
  at: instant(at),
  trigger: '',
  instance: '',
  step: '',
  type: 'send',
  key: '',
  data: {},
  outcome: 'done',
  causedBy: '',
  depth: 1,
});

describe('the file of effects', () => {
  it('is in the order of time, whatever was held back until the end', async () => {
    const times = fc.array(fc.nat(20), { maxLength: 30 }).map((list) => list.sort((a, b) => a - b));
    let count = 0;
    await fc.assert(
      fc.asyncProperty(times, times, async (done, held) => {
        const path = join(folder, `${++count}.ndjson`);
        const file = createEffectsFile(path);
        done.forEach((at, index) => file.write(effectAt(at), JSON.stringify({ at, held: 0, index })));
        await file.finish(
          held.map((at, index) => ({ effect: effectAt(at), line: JSON.stringify({ at, held: 1, index }) })),
        );
        const lines = readFileSync(path, 'utf8').split('\n');
        expect(lines.pop()).toBe('');
        const expected = [
          ...done.map((at, index) => ({ at, held: 0, index })),
          ...held.map((at, index) => ({ at, held: 1, index })),
        ].sort((a, b) => a.at - b.at || a.held - b.held || a.index - b.index);
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(expected);
        rmSync(path);
      }),
      { numRuns: 40 },
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
