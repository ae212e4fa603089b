import { readProject } from '../language/readProject.js';
import { configFile } from '../language/readConfig.js';
import type { Vocabulary } from '../vocabulary/word.js';

const config = { path: configFile, text: '{version: 1, name: account, timezone: UTC}' };

/** Why a document cannot stand in a project, in the reader's own words; `undefined` when it can. */
export function problemOf(text: string, words: Vocabulary): string | undefined {
  const { diagnostics } = readProject([config, { path: 'document.yaml', text }], new Map(), words);
  return diagnostics.find(({ severity }) => severity === 'error')?.message;
}
