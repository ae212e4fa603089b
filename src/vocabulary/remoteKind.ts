/** A call of the CRM's API, as data. `body` members that are objects travel as JSON strings (retailCRM API v5 reference: POST). */
export interface ApiCall {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v5/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Pure description of a kind's home in the CRM. */
export interface RemoteKind {
  /**
   * List calls; each is paged to its end by the client when `paged`. With `covers` the list holds the identities that begin so
   * (`order-type.`) and is read only when the project has or applied one of them. `mayBeRefused`: not every key may read it, which
   * matters only to a project that has something of the kind.
   */
  readonly lists: readonly {
    readonly call: ApiCall;
    readonly paged: boolean;
    readonly key: string;
    readonly covers?: string;
    readonly mayBeRefused?: true;
  }[];
  /** The answers of `lists` in their order (`undefined`: not read), merged pages as arrays or maps → specs in the project's own form, one a resource. */
  readonly decode: (
    answers: readonly unknown[],
  ) => readonly { readonly identity: string; readonly spec: Readonly<Record<string, unknown>> }[];
  /**
   * Calls that bring the CRM from `before` (undefined: absent) to `after` (undefined: removed → deactivate), in order.
   * `capable`: the CRM announces `capability`.
   */
  readonly write: (
    before: Readonly<Record<string, unknown>> | undefined,
    after: Readonly<Record<string, unknown>> | undefined,
    capable?: boolean,
  ) => readonly ApiCall[];
  /** Why what left the repository is switched off and not deleted. Default: the API cannot delete it. */
  readonly keptBecause?: string;
  /** Part of the resource that the API cannot write; named in the plan as `manual`: also of a removal that it can neither carry out nor replace by a deactivation. Not asked when the CRM has the `capability`. */
  readonly manual?: (
    before: Readonly<Record<string, unknown>> | undefined,
    after: Readonly<Record<string, unknown>> | undefined,
  ) => string | undefined;
  /** Why it cannot be used yet, although it is as the project wants it, or will be once it is written: somebody outside has to approve it. */
  readonly awaits?: (
    before: Readonly<Record<string, unknown>> | undefined,
    after: Readonly<Record<string, unknown>>,
  ) => string | undefined;
  /** Name in the automation API's `capabilities` with which nothing is manual: `statusGroups`. */
  readonly capability?: string;
  /** Fields that cannot be written without the capability. */
  readonly manualFields?: readonly string[];
  /** Top-level fields that the API holds; the project's other fields live in the automation API. Default: all. */
  readonly apiFields?: (spec: Readonly<Record<string, unknown>>) => readonly string[];
  /** What of it the CRM's API does not tell: a sentence for whoever imports a running account. */
  readonly untold?: string;
  /** Fields below those that live in the automation API (limits and transitions of a status group), as path patterns without list keys. */
  readonly runnerFields?: readonly string[];
  /** What standing in the repository means without being written: `active: true`. */
  readonly implied?: (
    desired: Readonly<Record<string, unknown>>,
    before: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>;
  /** Moves parts between the CRM's resources to where the project wants them, so that the difference is one field (a status in another group). */
  readonly arrange?: (
    remote: readonly { readonly identity: string; readonly spec: Readonly<Record<string, unknown>> }[],
    desired: readonly Readonly<Record<string, unknown>>[],
  ) => readonly { readonly identity: string; readonly spec: Readonly<Record<string, unknown>> }[];
}
