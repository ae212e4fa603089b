import type { ProgramRole } from '../model/bonusProgram.js';
import type { Calendar } from '../model/calendar.js';
import type { Because } from '../model/instance.js';
import type { Instant } from '../model/instant.js';
import type { TeamRole } from '../model/team.js';
import type { Enumeration, ValueType } from './valueType.js';

/** An entity of the world as data: API names, raw values. */
export type Entity = Readonly<Record<string, unknown>>;

/** The as-of state that conditions read. Ids are text (`String(id)`). */
export interface WorldView {
  order(id: string): Entity | undefined;
  customer(id: string): Entity | undefined;
  /** Orders of a customer that are not deleted, oldest first. */
  ordersOf(customer: string): readonly Entity[];
  /** Since when a field of an order or customer holds its value. */
  since(kind: 'order' | 'customer', id: string, field: string): Instant | undefined;
  /** When the world first saw the entity (its creation event). */
  createdAt(kind: 'order' | 'customer', id: string): Instant | undefined;
  user(id: string): Entity | undefined;
  /** Those that are known, by id. */
  users?(): Iterable<Entity>;
  /** Segments of which the customer is a member now. */
  segmentsOf(customer: string): readonly string[];
  /** All entities of a kind that are not deleted, in a stable order. */
  all(kind: 'order' | 'customer'): Iterable<Entity>;
}

/** What computed fields and functions may read beside the data itself. Pure: `now` is given. */
export interface Ambient {
  readonly now: Instant;
  /** Account zone (IANA). */
  readonly zone: string;
  readonly world: WorldView;
  readonly facts: ProjectFacts;
  /** What actions remember beside the world: stock, ledgers of bonuses. */
  readonly memo?: (name: string) => string | undefined;
  /** Why no message by this Template, of the class of this trigger, could reach the customer now; `undefined`: one could. */
  readonly whyUnreachable?: (template: string, customer: Entity, trigger: string) => string | undefined;
}

/** What the project declares and conditions may ask. */
export interface ProjectFacts {
  statusGroup(status: string): string | undefined;
  statusName(status: string): string | undefined;
  /** Working-time limit of a status as its StatusGroup declares it: `{for: 1h, calendar: office}`. */
  statusLimit(status: string): unknown;
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** Payment statuses that count as paid (`paymentComplete`), `paid` by default. */
  readonly paidStatuses: ReadonlySet<string>;
  /** Codes of the segments that the project itself defines; what the CRM says about these is not asked. */
  readonly segments?: ReadonlySet<string>;
  /** Name of a reference for people: `referenceName('orderType', 'main')`. Texts print the code when it is not known. */
  readonly referenceName?: (enumeration: string, code: string) => string | undefined;
  /** Type of a Channel, by its code. */
  readonly channelType?: (code: string) => string | undefined;
  /** Teams and bonus programs, by code. */
  readonly teams?: ReadonlyMap<string, TeamRole>;
  readonly programs?: ReadonlyMap<string, ProgramRole>;
  /** Who gets a task for which nobody else is known (`tasks.fallback` of crmctl.yaml). */
  readonly taskFallback?: string;
  /** Texts of the shop (`shop` of crmctl.yaml): `shop.phone`. */
  readonly shop?: Readonly<Record<string, string | number>>;
}

/** Variables by name (`event order customer entry vars steps now item element params …`), and the ambient. */
export interface Scope {
  readonly ambient: Ambient;
  readonly [variable: string]: unknown;
}

export interface Field {
  readonly type: ValueType;
  readonly doc: string;
  /** Sums, counts, percents and discounts are 0 when absent. */
  readonly zeroWhenAbsent?: boolean;
  /** No step can set it: where its value comes from, for whoever tries (`it follows from the payments`). */
  readonly readOnly?: string;
  /** What holds of every value, for proofs about segments. */
  readonly always?: {
    /** A whole number. */
    readonly whole?: boolean;
    /** The least possible number. */
    readonly least?: number;
    /** Never missing; or missing exactly when this condition does not hold: `customer.ordersCount >= 1`. */
    readonly present?: true | string;
  };
  /** Added by crmctl: how it comes from the data. Absent: the member of the same name. */
  readonly compute?: (owner: Entity, ambient: Ambient) => unknown;
  /** For computed fields: what it is made of, and whether a back-test could see more than was known then. */
  readonly source?: string;
  readonly lookahead?: string;
  /** For computed fields: what it is made of, as the world names what moves: `customer.orders`. Absent: anything may move it. */
  readonly watches?: readonly string[];
  /** The value can change by the mere passing of time: the moments after now at which it may, as far as they are known now. */
  readonly changes?: (owner: Entity, ambient: Ambient) => readonly Instant[];
  /** The field can change by the mere passing of time: the next moments at which it may cross one of these constants. */
  readonly crosses?: (owner: Entity, constants: readonly number[], ambient: Ambient) => readonly Instant[];
}

/** An object that conditions and texts can read: order, customer, item, call … One file each in vocabulary/objects. */
export interface ObjectWord {
  readonly name: string;
  readonly doc: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Names of the CRM's Twig templates beside the API's: `nickName`, `availableOrderProducts` … for texts only. */
  readonly twig?: Readonly<Record<string, Field>>;
  /** A member that is not declared has this type (custom fields are added by the project). */
  readonly rest?: ValueType;
}

/** A function of conditions. One file each in vocabulary/functions. */
export interface FunctionWord {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  /** Overloads; a parameter given by `codeOf(...)` must be a literal of that enumeration. `f(x, y)` may also be written `x.f(y)`. */
  readonly overloads: readonly Overload[];
  /** A missing argument is `undefined`, a missing list an empty one; the arguments are followed by what `needs` names. */
  readonly evaluate: (args: readonly unknown[], ambient: Ambient) => unknown;
  /** The result can change by the mere passing of time: the moments after now at which it may, as far as they are known now. */
  readonly changes?: (args: readonly unknown[], ambient: Ambient) => readonly Instant[];
  /** It looks at its arguments only, never at the ambient: with literals it is computed once. */
  readonly pure?: boolean;
  /** What is wrong with the literals among the arguments (`undefined` stands for the others), found when the expression is checked. */
  readonly refuses?: (args: readonly unknown[]) => string | undefined;
  /** Paths that it reads by itself: `customer.segments`. */
  readonly reads?: readonly string[];
  /** In the condition of a search it counts as a comparison for equality: `samePhone(o.phone, customer.phone)`. */
  readonly narrows?: boolean;
  /** It binds a name in its last argument: `orders(o, o.status == "new")`, `list.sortBy(x, x.price)`. Then it has no overloads. */
  readonly binds?: Binding;
  /** Objects that only its results have; known wherever it is. */
  readonly objects?: readonly ObjectWord[];
}

export interface Overload {
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
  /** Variables of the scope that it reads beside its arguments: `inSegment("loyal")` is about `customer`. */
  readonly needs?: readonly string[];
  /** The result's type when it follows from the arguments': the first of a list of orders is an order. */
  readonly infer?: (types: readonly ValueType[]) => ValueType;
}

/** A function that visits elements; it yields a list of them. */
export interface Binding {
  /** The elements of the list given first, or every entity of this object in the shop. */
  readonly over: 'list' | { readonly object: 'order' | 'customer' };
  /** What the expression about an element must give. */
  readonly yields: ValueType;
  /** Fields of which a search must compare one for equality, and about how many entities then remain to be visited. */
  readonly lookups?: Readonly<Record<string, number>>;
  /** What to write where none of them can be compared. */
  readonly otherwise?: string;
  readonly evaluate: (search: Search, ambient: Ambient) => readonly unknown[];
}

export interface Search {
  /** Elements of the list; empty for a search of the shop. */
  readonly list: readonly unknown[];
  /** Values that `lookups` fields are compared with for equality, as far as they are there. */
  readonly equal: Readonly<Record<string, unknown>>;
  /** The expression about one element. */
  readonly of: (element: unknown) => unknown;
}

/** What a condition, value or text is checked against. */
export interface Environment {
  readonly variables: Readonly<Record<string, ValueType>>;
  /** Language of a message's text. */
  readonly locale?: string;
  /** A text that others take in, by itself: any other variable may come from them. */
  readonly open?: boolean;
  readonly objects: Readonly<Record<string, ObjectWord>>;
  readonly functions: readonly FunctionWord[];
  readonly enumerations: Readonly<Record<string, Enumeration>>;
}

/** A problem inside one source text; positions count characters of that text. */
export interface SourceProblem {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly suggestion?: string;
}

/** A condition or value, checked and compiled to a closure. `undefined` is the missing value. */
export interface Expression {
  readonly source: string;
  readonly type: ValueType;
  /** Field paths that it reads, with the variable first: `order.status`, `customer.ordersCount`. Sorted. */
  readonly reads: readonly string[];
  /** Constants that a field is compared with, per path: what `Field.crosses` needs. `undefined`: not known (re-evaluate daily). */
  readonly crossings: ReadonlyMap<string, readonly number[]> | undefined;
  /**
   * Moments after now at which comparisons with `now` inside it may flip, and what it reads may change by time alone, as far
   * as `crossings` is known. They hold until the first of them. Absent when there are none, whatever the data.
   */
  readonly flips?: (scope: Scope) => readonly Instant[];
  /** It calls a function that looks at more than its arguments: at the whole shop, at what is remembered, at calendars. */
  readonly looksAround: boolean;
  evaluate(scope: Scope): unknown;
  /** The value as it leaves the expression: moments are text in ISO 8601, at any depth. */
  data(scope: Scope): unknown;
  /** The part that decided, with the values that it read: for the journal. */
  because(scope: Scope): Because;
}

/** A text, checked and compiled. */
export interface Text {
  readonly source: string;
  readonly reads: readonly string[];
  /** The text, or what was missing. */
  render(scope: Scope): { readonly text: string } | { readonly missing: string };
}
