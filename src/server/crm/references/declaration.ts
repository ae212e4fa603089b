import type { Shape } from '../api/members.js';

/** How a reference of the account is listed, written and checked (reference of API v5). */
export interface Declaration {
  /** The list answer is a map by code or a list. */
  readonly container: 'map' | 'list';
  /** Member of the list answer; default: the path in camel case. */
  readonly key?: string;
  /** Body member of the edit; none: read-only. */
  readonly field?: string;
  /** `edit`: a new code is refused. `numbered`: `create` gives an id, `{id}/edit` changes it. */
  readonly writing: 'upsert' | 'edit' | 'numbered' | 'none';
  readonly shape: Shape;
  readonly required?: readonly string[];
  /** Of a new item. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Flags that at most one item carries. */
  readonly single?: readonly string[];
  /** Items have an `id` beside the code. */
  readonly withId?: boolean;
}
