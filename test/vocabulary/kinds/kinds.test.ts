import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../src/language/check.js';
import type { Shape } from '../../../src/language/shape.js';
import { vocabulary } from '../../../src/vocabulary/index.js';
import { projectOf } from '../projectOf.js';

describe.each(vocabulary.kinds)('$kind', (kind) => {
  it('documents every field', () => {
    const silent = Object.entries(kind.shape.fields).filter(([, shape]) => !documented(shape));
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('has an example that reads without errors and is of this kind', () => {
    const [resource] = projectOf(kind.example).resources;
    expect(resource?.kind).toBe(kind.kind);
    expect(resource?.address.startsWith(`${kind.prefix}/`)).toBe(true);
  });
});

/** Lists of steps are documented where they are declared. */
function documented(shape: Shape): boolean {
  if (shape.shape === 'lazy') return true;
  return shape.doc !== undefined && shape.doc !== '';
}

describe('the kinds', () => {
  it('have examples that make one valid project together', () => {
    const template = 'kind: Template\ncode: thanks\nname: Thanks\nfor: order\nchannel: sms\nbody: Thank you\n';
    const project = projectOf(...vocabulary.kinds.map((kind) => kind.example), template);
    const errors = checkProject(project, vocabulary, { diagnostics: [], expression: () => undefined }).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors).toEqual([]);
  });

  it('are told apart by kind and prefix', () => {
    expect(new Set(vocabulary.kinds.map(({ kind }) => kind)).size).toBe(vocabulary.kinds.length);
    expect(new Set(vocabulary.kinds.map(({ prefix }) => prefix)).size).toBe(vocabulary.kinds.length);
  });

  it('give codes that are unique per entity only an identity of both', () => {
    const addresses = projectOf(
      'kind: CustomField\nof: order\ncode: callAt\ntype: date\n',
      'kind: CustomField\nof: customer\ncode: callAt\ntype: date\n',
      'kind: Reference\nof: orderType\ncode: main\n',
    ).resources.map(({ address }) => address);
    expect(addresses).toEqual([
      'custom-field/order.callAt',
      'custom-field/customer.callAt',
      'reference/order-type.main',
    ]);
  });

  it('answer for the segments inside a Segmentation', () => {
    const project = projectOf(vocabulary.kinds.find(({ kind }) => kind === 'Segmentation')!.example);
    expect(project.byAddress.get('segment/loyal')?.address).toBe('segmentation/rf');
  });
});
