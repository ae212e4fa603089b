import type { Address } from '../model/address.js';
import type { Diagnostic } from '../model/diagnostic.js';
import type { Digest } from '../model/digest.js';
import type { Account } from './account.js';
import type { ValueType } from './valueType.js';

/** A text file of the project, as read from disk (src/workspace) or rebuilt from a release. `path` is relative to the project. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Keys and indices from the document's root: `['do', 1, 'task', 'text']`. */
export type Path = readonly (string | number)[];

/** Where something stands in a file; lines and columns count from 1, `offset` in UTF-16 units from the file's start. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A place in a resource that another pass reads: a reference, a code, a condition, a value, a text … */
export type Site = {
  readonly path: Path;
  /** Source text: the expression without `=`, the template, the code. */
  readonly source: string;
  /** It is the key at the end of `path` (a field path in `set:`), not its value. */
  readonly key?: true;
  /** It is a part of the value at `path`: of a text, the code of a fragment. */
  readonly within?: { readonly start: number; readonly end: number };
} & (
  | { readonly site: 'reference'; readonly to: readonly string[] }
  | { readonly site: 'code'; readonly enumeration: string }
  | { readonly site: 'condition'; readonly yields: ValueType }
  | { readonly site: 'value'; readonly yields: ValueType }
  | { readonly site: 'text'; readonly escape?: 'html'; readonly takes?: string }
  | { readonly site: 'path' }
  | { readonly site: 'cron' }
  | { readonly site: 'event' }
);

export interface Resource {
  readonly kind: string;
  readonly code: string;
  readonly address: Address;
  /** Own fields as plain JSON: shapes applied (`oneOrMany` is a list, files are inlined), expressions and texts as source; without `kind`. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly sites: readonly Site[];
  readonly digest: Digest;
  /** Of the document's first line. */
  readonly file: string;
  readonly line: number;
  /**
   * Of the node at the path, or of the deepest part of it that exists. `within` counts characters into the scalar's value,
   * at the path of a site into the site's `source` (an `=` before it is skipped). `part: 'key'`: the key itself.
   */
  locate(path: Path, within?: { readonly start: number; readonly end: number }, part?: 'key'): Place;
}

export interface ProjectConfig {
  readonly version: 1;
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly locale: string;
  readonly tasks?: { readonly fallback?: string };
  readonly shop?: Readonly<Record<string, string | number>>;
  /** Raw: `${NAME}` unresolved. */
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;
}

export interface EnvironmentConfig {
  readonly crm?: { readonly url?: string; readonly key?: string; readonly site?: string };
  readonly automation?: { readonly url?: string; readonly token?: string };
}

/** Everything that the repository says, read once. A project with errors is still whole enough to check further. */
export interface Project {
  /** What is known of the account beside the project's own documents (crmctl.schema.json). */
  readonly account?: Account;
  /** Rebuilt from a release: without the codes that the CRM has beside it. */
  readonly released?: true;
  readonly config: ProjectConfig;
  readonly resources: readonly Resource[];
  readonly byAddress: ReadonlyMap<string, Resource>;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  /** Documents without `kind`, by file. */
  readonly skipped: readonly string[];
  ofKind(kind: string): readonly Resource[];
  /** Of a node of crmctl.yaml: `['environments', 'production', 'crm', 'key']`. */
  locateConfig?(path: Path): Place;
  /** Line `line` (from 1) of a file, for carets. */
  sourceLine(file: string, line: number): string | undefined;
}
