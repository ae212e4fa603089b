import type { Project, Resource } from '../../language/project.js';
import type { Instant } from '../../model/instant.js';
import type { Part } from '../part.js';

/** What a worker starts with. */
export interface Assignment {
  readonly project: PlainProject;
  readonly files: readonly string[];
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
  readonly poll: number | undefined;
  readonly index: number;
  readonly shares: number;
}

/** What a worker says. Never events: counts and results only. */
export type FromWorker =
  | { readonly say: 'progress'; readonly events: number; readonly now: Instant; readonly position: number }
  /** The last event of the share; the answer is that of all. */
  | { readonly say: 'last'; readonly last: Instant | undefined }
  | { readonly say: 'done'; readonly part: Part; readonly sha256: string }
  | { readonly say: 'shared'; readonly because: string }
  | { readonly say: 'unreadable'; readonly file: string; readonly message: string };

export interface ToWorker {
  readonly endOfAll: Instant | undefined;
}

/** A checked project as data: without the functions that find resources and places. */
export interface PlainProject {
  readonly data: Pick<Project, 'account' | 'config' | 'diagnostics' | 'files' | 'skipped'>;
  readonly resources: readonly Omit<Resource, 'locate'>[];
}

export function plainProject({ account, config, diagnostics, files, skipped, resources }: Project): PlainProject {
  return {
    data: { ...(account !== undefined && { account }), config, diagnostics, files, skipped },
    resources: resources.map(({ locate: _function, ...resource }) => resource),
  };
}

/** Nobody asks for a place: the project was checked where its files are. */
export function wholeProject({ data, resources }: PlainProject): Project {
  const whole = resources.map((resource): Resource => {
    const { file, line } = resource;
    return { ...resource, locate: () => ({ file, line, column: 1, endLine: line, endColumn: 1 }) };
  });
  const kinds = Map.groupBy(whole, ({ kind }) => kind);
  return {
    ...data,
    resources: whole,
    byAddress: new Map(whole.map((resource) => [resource.address, resource])),
    ofKind: (kind) => kinds.get(kind) ?? [],
    sourceLine: () => undefined,
  };
}
