import { parseDocument, type Document } from '../store/documents.js';
import type { Store } from '../store/open.js';

export function findField({ db }: Store, entity: string, code: string): Document | undefined {
  const row = db
    .prepare<[string, string], { document: string }>('SELECT document FROM custom_fields WHERE entity = ? AND code = ?')
    .get(entity, code);
  return row && parseDocument(row.document);
}

/** Fields of an entity, or of all, by their place in the form and then by code. */
export function allFields({ db }: Store, entity?: string): readonly Document[] {
  return db
    .prepare<[string | null], { document: string }>(
      `SELECT document FROM custom_fields WHERE entity = coalesce(?, entity)
       ORDER BY entity, json_extract(document, '$.ordering'), code`,
    )
    .all(entity ?? null)
    .map(({ document }) => parseDocument(document));
}

export function putField({ db }: Store, entity: string, code: string, document: Document): void {
  db.prepare('INSERT OR REPLACE INTO custom_fields VALUES (?, ?, ?)').run(entity, code, JSON.stringify(document));
}

export function findDictionary({ db }: Store, code: string): Document | undefined {
  const row = db.prepare<[string], { document: string }>('SELECT document FROM dictionaries WHERE code = ?').get(code);
  return row && parseDocument(row.document);
}

export function allDictionaries({ db }: Store): readonly Document[] {
  return db
    .prepare<[], { document: string }>('SELECT document FROM dictionaries ORDER BY code')
    .all()
    .map(({ document }) => parseDocument(document));
}

export function putDictionary({ db }: Store, code: string, document: Document): void {
  db.prepare('INSERT OR REPLACE INTO dictionaries VALUES (?, ?)').run(code, JSON.stringify(document));
}

/** Whether a dictionary has an element of this code. */
export function hasElement(store: Store, dictionary: unknown, code: string): boolean {
  const elements = typeof dictionary === 'string' ? findDictionary(store, dictionary)?.['elements'] : undefined;
  return Array.isArray(elements) && elements.some((element: Document) => element['code'] === code);
}
