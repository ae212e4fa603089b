import type Database from 'better-sqlite3';

interface Row {
  readonly position: number;
  readonly document: string;
}

/** Version 13: what a run heard for a step that looks back to its entry is a list, since every round of a loop finds one of its own. */
export function heardInLists(database: Database.Database): void {
  const rows = database
    .prepare<[], Row>(
      `SELECT position, document FROM instances WHERE status = 'waiting' AND document LIKE '%"heard":{%'`,
    )
    .all();
  const write = database.prepare<[string, number]>('UPDATE instances SET document = ? WHERE position = ?');
  for (const { position, document } of rows) {
    // As version 12 wrote it: what was heard by the path of the step.
    const instance = JSON.parse(document) as { readonly heard?: Readonly<Record<string, object>> };
    if (instance.heard === undefined) continue;
    const lists = Object.entries(instance.heard).map(([path, variable]) => [path, [{ id: '', variable }]]);
    write.run(JSON.stringify({ ...instance, heard: Object.fromEntries(lists) as unknown }), position);
  }
}
