import type { Writing } from './actor.js';

export type HistoryEntity = 'orders' | 'customers' | 'corporate' | 'tasks' | 'packs';

/** One row of the CRM's history as it is written: one changed field, a birth or an end. */
export interface HistoryRow {
  readonly entity: HistoryEntity;
  readonly subject: number;
  readonly externalId?: unknown;
  /** The CRM's field code: `delivery_type`, `custom_callAt`, `order_product.quantity`. */
  readonly field: string;
  readonly old: unknown;
  readonly new: unknown;
  readonly created?: boolean;
  readonly deleted?: boolean;
  /** Members beside them: the entity (whole when created, else its stub), `item`, `payment`, `address`, `combinedTo`. */
  readonly members: Readonly<Record<string, unknown>>;
}

export function writeHistory({ store, actor, at }: Writing, row: HistoryRow): void {
  store.db
    .prepare(
      `INSERT INTO history (entity, subject, external_id, created_at, field, old_value, new_value, created, deleted, source, user_id,
        key_id, members) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      row.entity,
      row.subject,
      row.externalId ?? null,
      at,
      row.field,
      JSON.stringify(row.old ?? null),
      JSON.stringify(row.new ?? null),
      row.created ? 1 : 0,
      row.deleted ? 1 : 0,
      actor.source,
      actor.source === 'user' ? actor.user : null,
      actor.source === 'api' ? actor.key : null,
      JSON.stringify(row.members),
    );
}
