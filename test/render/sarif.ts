import { Ajv } from 'ajv';
import { expect } from 'vitest';

const text = { type: 'string', minLength: 1 };
const object = (required: readonly string[], properties: object): object => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const list = (items: object): object => ({ type: 'array', items });
const message = object(['text'], { text, markdown: text });
const artifact = object([], { uri: { type: 'string', pattern: "^[A-Za-z0-9._~!$&'()*+,;=:@%/-]+$" }, uriBaseId: text });
const from1 = { type: 'integer', minimum: 1 };
const region = {
  ...object(['startLine'], { startLine: from1, startColumn: from1, endLine: from1, endColumn: from1 }),
  dependencies: { endColumn: ['startColumn'] },
};
const location = object([], {
  physicalLocation: object(['artifactLocation'], { artifactLocation: artifact, region }),
  logicalLocations: {
    ...list(object(['fullyQualifiedName'], { fullyQualifiedName: text, kind: text })),
    uniqueItems: true,
  },
});
const result = object(['message', 'ruleId', 'ruleIndex', 'level'], {
  ruleId: text,
  ruleIndex: { type: 'integer', minimum: 0 },
  level: { enum: ['none', 'note', 'warning', 'error'] },
  message,
  locations: list(location),
});
const rule = object(['id'], { id: text, name: text, shortDescription: message, help: message });

/** What SARIF 2.1.0 (OASIS) demands of the objects that crmctl writes; nothing else may be in them. */
const log = object(['version', 'runs', '$schema'], {
  $schema: { const: 'https://json.schemastore.org/sarif-2.1.0.json' },
  version: { const: '2.1.0' },
  runs: list(
    object(['tool', 'results'], {
      tool: object(['driver'], {
        driver: object(['name', 'rules'], {
          name: text,
          version: text,
          rules: { ...list(rule), uniqueItems: true },
        }),
      }),
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      originalUriBaseIds: { type: 'object', additionalProperties: object([], { description: message }) },
      results: list(result),
    }),
  ),
});

const isLog = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile<SarifLog>(log);

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly originalUriBaseIds: Readonly<Record<string, unknown>>;
    readonly results: readonly SarifResult[];
  }[];
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
      readonly region?: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number | undefined>>;
    };
  }[];
}

/** The results of a log that keeps to the standard: its schema, and what a schema cannot say. */
export function sarifResults(text: string): readonly SarifResult[] {
  const parsed: unknown = JSON.parse(text);
  isLog(parsed);
  expect(isLog.errors).toBe(null);
  const { runs } = parsed as SarifLog; // it is one, by its schema
  return runs.flatMap(({ tool, originalUriBaseIds, results }) => {
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { ruleId, ruleIndex, locations = [] } of results) {
      expect(ids[ruleIndex]).toBe(ruleId);
      for (const { physicalLocation } of locations) {
        const { artifactLocation, region } = physicalLocation ?? {};
        if (artifactLocation) expect(originalUriBaseIds).toHaveProperty(artifactLocation.uriBaseId);
        if (artifactLocation) expect(artifactLocation.uri).not.toMatch(/^([/]|[a-z]+:)/i);
        const { startLine = 1, startColumn = 1, endLine = startLine, endColumn = startColumn } = region ?? {};
        expect(endLine > startLine || (endLine === startLine && endColumn >= startColumn)).toBe(true);
      }
    }
    return results;
  });
}
