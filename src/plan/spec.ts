import type { Spec } from '../model/release.js';

/** Fields that say something about the document, not about what runs: never compared. */
const ofTheDocument = new Set(['code', 'kind', 'renamedFrom']);

export function withoutDocumentFields(spec: Spec): Spec {
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !ofTheDocument.has(name)));
}
