import { parseDocument, type Document } from '../store/documents.js';
import type { Store } from '../store/open.js';

/** Items of one reference in the order in which they were made. */
export function referenceItems({ db }: Store, reference: string): readonly Document[] {
  return db
    .prepare<[string], { document: string }>(
      'SELECT document FROM reference_items WHERE reference = ? ORDER BY position, code',
    )
    .all(reference)
    .map(({ document }) => parseDocument(document));
}

export function referenceItem({ db }: Store, reference: string, code: string): Document | undefined {
  const row = db
    .prepare<[string, string], { document: string }>(
      'SELECT document FROM reference_items WHERE reference = ? AND code = ?',
    )
    .get(reference, code);
  return row && parseDocument(row.document);
}

export function hasReference({ db }: Store, reference: string, code: string): boolean {
  return (
    db.prepare('SELECT 1 FROM reference_items WHERE reference = ? AND code = ?').get(reference, code) !== undefined
  );
}

/** Code of the item that carries a flag such as `defaultForApi`. */
export function flaggedCode(store: Store, reference: string, ...flags: readonly string[]): string | undefined {
  const items = referenceItems(store, reference);
  for (const flag of flags) {
    const found = items.find((item) => item[flag] === true && item['active'] !== false);
    if (typeof found?.['code'] === 'string') return found['code'];
  }
  return undefined;
}

/** Writes an item under its code; a new one stands last. */
export function putReference({ db }: Store, reference: string, code: string, document: Document): void {
  db.prepare(
    `INSERT INTO reference_items (reference, code, position, document)
     VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM reference_items WHERE reference = ?), ?)
     ON CONFLICT (reference, code) DO UPDATE SET document = excluded.document`,
  ).run(reference, code, reference, JSON.stringify(document));
}

export function removeReference({ db }: Store, reference: string, code: string): void {
  db.prepare('DELETE FROM reference_items WHERE reference = ? AND code = ?').run(reference, code);
}
