import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { allSchemas, schemaOfKind } from '../src/language/jsonSchema.js';
import { vocabulary } from '../src/vocabulary/index.js';

const folder = new URL('../schemas/', import.meta.url);

describe('the JSON Schemas under schemas/', () => {
  const schemas = allSchemas(vocabulary);

  it('are those of the vocabulary (else: npm run schemas)', () => {
    const committed = readdirSync(folder).filter((file) => file.endsWith('.schema.json'));
    expect(committed.sort()).toEqual([...schemas.keys()].sort());
    for (const [file, schema] of schemas)
      expect(readFileSync(new URL(file, folder), 'utf8')).toBe(`${JSON.stringify(schema, undefined, 2)}\n`);
  });

  it('are valid JSON Schemas of draft 2020-12', () => {
    for (const schema of schemas.values())
      expect(() =>
        new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema),
      ).not.toThrow();
  });

  it('cover crmctl.yaml', () => {
    const check = new Ajv2020({ allowUnionTypes: true }).compile(schemas.get('crmctl.schema.json')!);
    const config = {
      version: 1,
      name: 'shop',
      timezone: 'Europe/Moscow',
      environments: { local: {}, live: { crm: { url: 'https://x', key: '${KEY}' } } },
    };
    expect(check(config)).toBe(true);
    expect(check({ ...config, version: 2 })).toBe(false);
    expect(check({ ...config, enviroments: {} })).toBe(false);
  });

  it('cover documents of all kinds by one, for editors', () => {
    const check = new Ajv2020({ allowUnionTypes: true }).compile(schemas.get('document.schema.json')!);
    for (const { example } of vocabulary.kinds) {
      const document = parseAllDocuments(example)[0]!.toJS() as Record<string, unknown>;
      expect(check(document)).toBe(true);
      expect(check({ ...document, cdoe: 'a' })).toBe(false);
    }
    expect(check({ kind: 'Triger', code: 'a' })).toBe(false);
  });

  it.each(vocabulary.kinds.map((kind) => [kind.kind, kind] as const))(
    'accept the example of %s, and refuse it with an unknown key',
    (_name, kind) => {
      const check = new Ajv2020({ allowUnionTypes: true }).compile(schemaOfKind(kind));
      for (const document of parseAllDocuments(kind.example)) {
        const value: unknown = document.toJS();
        expect(check(value), JSON.stringify(check.errors)).toBe(true);
        expect(check({ ...(value as object), nonsense: 1 })).toBe(false);
      }
    },
  );
});
