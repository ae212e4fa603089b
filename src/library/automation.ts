import type { Resource } from '../language/project.js';

/** One automation of the library: a folder `<area>/<code>/`. */
export interface Automation {
  readonly code: string;
  readonly area: string;
  /** English and Russian. */
  readonly name: string;
  readonly nameRu: string;
  /** One line. */
  readonly summary: string;
  /** Ids of the rows of the catalog that it covers: `S1-11`. */
  readonly covers: readonly string[];
  /** Codes of automations of which a shop runs one: together they would do the same twice. */
  readonly alternatives: readonly string[];
  readonly readme: string;
  /** What its folder declares, in the order of the files. */
  readonly resources: readonly Resource[];
  /** Files that a project gets, below the library: all but `automation.yaml`. */
  readonly files: readonly string[];
}

/** The areas, in the order in which a shop meets them. */
export const areas = [
  'orders',
  'calls',
  'payment',
  'delivery',
  'managers',
  'staff',
  'gifts-and-promotions',
  'carts-and-views',
  'reviews',
  'loyalty',
  'retention',
  'segments',
  'dates-and-seasons',
  'omnichannel',
  'quality',
] as const;
