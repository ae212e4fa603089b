import { describe, expect, it } from 'vitest';
import Schema from '../../src/commands/schema.js';
import { schemaOfKind } from '../../src/language/jsonSchema.js';
import { vocabulary } from '../../src/vocabulary/index.js';
import { outputOf } from './commandOutput.js';

describe('crmctl schema', () => {
  it('prints the JSON Schema of a kind, however its name is written', async () => {
    const expected = JSON.parse(
      JSON.stringify(schemaOfKind(vocabulary.kinds.find(({ kind }) => kind === 'StatusGroup')!)),
    ) as unknown;
    for (const name of ['StatusGroup', 'statusGroup', 'status-group']) {
      const { stdout, exitCode } = await outputOf(Schema, [name]);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toEqual(expected);
    }
  });

  it('documents a kind, and an object that conditions read', async () => {
    expect((await outputOf(Schema, ['Trigger', '--docs'])).stdout).toContain('# Trigger\n');
    expect((await outputOf(Schema, ['customer', '--docs'])).stdout).toContain('daysSinceLastOrder');
  });

  it('names the nearest kind for one that does not exist, as a mistake in use', async () => {
    await expect(outputOf(Schema, ['Triger'])).rejects.toMatchObject({ exitCode: 64, cure: 'did you mean "Trigger"?' });
  });

  it('says of a word of triggers where it is told of', async () => {
    await expect(outputOf(Schema, ['coupon', '--docs'])).rejects.toMatchObject({
      exitCode: 64,
      cure: '"coupon" stands in a Trigger: crmctl schema trigger --docs',
    });
  });
});
