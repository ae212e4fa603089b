import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

// Without types, so that snippets need no files.
const eslint = new ESLint({ cwd: new URL('../..', import.meta.url).pathname });

/** Names of the rules that refuse a snippet in a file. */
async function refusals(file: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: file });
  return result!.messages.map(({ ruleId }) => ruleId);
}

const pure = ['model', 'language', 'vocabulary', 'engine', 'plan', 'render', 'demo', 'import', 'library'];

describe.each(pure)('src/%s computes only', (room) => {
  const file = `src/${room}/probe.ts`;

  test.each([
    'export const at = new Date();',
    'export const at = Date();',
    'export const at = Date.now();',
    'export const at = performance.now();',
    'export const luck = Math.random();',
    'export const luck = crypto.randomUUID();',
    'export const host = process.env;',
    'export const host = globalThis.process;',
    'export const host = navigator.hardwareConcurrency;',
    'export const answer = await fetch("http://127.0.0.1");',
    'setImmediate(() => undefined);',
    'console.log(1);',
    'export const files = await import("node:fs");',
    'export const other = await import("../run/runOnce.js");',
    'export type Other = import("../run/runOnce.js").Passed;',
    'export * from "node:fs";',
    'export { randomUUID } from "node:crypto";',
    'export { createHash } from "node:crypto";',
    'export { createRequire } from "node:module";',
    'export { homedir } from "os";',
    'export { request } from "undici";',
    'export { serve } from "../server/start.js";',
  ])('%s', async (code) => {
    expect(await refusals(file, code)).toHaveLength(1);
  });

  test.each([
    'export const year = new Date(0).getUTCFullYear();',
    'export const at = Date.UTC(2026, 0);',
    'export { parse } from "yaml";',
    'export { inner } from "./inner.js";',
  ])('but %s', async (code) => {
    expect(await refusals(file, code)).toEqual([]);
  });
});

describe('what a pure room takes of Node goes through one door', () => {
  test.each([
    ['src/model/digest.ts', 'export { createHash, hash } from "node:crypto";', 0],
    ['src/model/digest.ts', 'export { randomUUID } from "node:crypto";', 1],
    ['src/model/digest.ts', 'export { readFileSync } from "node:fs";', 1],
    ['src/language/text/twing.ts', 'export { createRequire } from "node:module";', 0],
    ['src/language/text/twing.ts', 'export { register } from "node:module";', 1],
  ])('%s: %s', async (file, code, count) => {
    expect(await refusals(file, code)).toHaveLength(count);
  });
});

describe('arrows point inward', () => {
  test.each([
    ['src/run/probe.ts', 'export { plan } from "../plan/build.js";'],
    ['src/run/probe.ts', 'export const plan = await import("../plan/build.js");'],
    ['src/run/outbox/probe.ts', 'export const plan = await import("../../plan/build.js");'],
    ['src/run/probe.ts', 'export const other = (path: string) => import(path);'],
    ['src/run/probe.ts', 'export type Plan = import("../plan/plan.js").Plan;'],
    ['src/language/probe.ts', 'export { vocabulary } from "../vocabulary/index.js";'],
    ['src/engine/probe.ts', 'export { Flags } from "../cli/flags.js";'],
  ])('%s: not %s', async (file, code) => {
    expect(await refusals(file, code)).toHaveLength(1);
  });

  test.each([
    ['src/run/probe.ts', 'export const engine = await import("../engine/index.js");'],
    ['src/run/probe.ts', 'export const at = new Date();'],
    ['src/language/probe.ts', 'export type { Vocabulary } from "../vocabulary/word.js";'],
    ['src/cli/probe.ts', 'export const run = await import("../run/runOnce.js");'],
  ])('%s: %s', async (file, code) => {
    expect(await refusals(file, code)).toEqual([]);
  });
});
