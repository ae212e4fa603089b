import { parseDocument } from '../store/documents.js';
import type { Store } from '../store/open.js';

/** Settings of the account by their API names. */
export function allSettings({ db }: Store): Readonly<Record<string, unknown>> {
  const rows = db.prepare<[], { name: string; document: string }>('SELECT name, document FROM settings').all();
  return Object.fromEntries(rows.map(({ name, document }) => [name, parseDocument(document)]));
}

/** `timezone`, `default_currency` and `system_language` are `{value, updated_at}`; `work_times` and `non_working_days` are lists. */
export function putSetting({ db }: Store, name: string, document: unknown): void {
  db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run(name, JSON.stringify(document));
}
