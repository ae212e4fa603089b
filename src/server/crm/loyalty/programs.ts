import { isObject } from '../../../model/json.js';
import { present } from '../api/answers.js';
import type { Writing } from '../store/actor.js';
import { get, insert, nextNumber, select, type Document, type Stored } from '../store/documents.js';
import type { Store } from '../store/open.js';

export interface Level {
  readonly id: number;
  /** `discount`: percent off; `bonus_percent`: percent of the sum as bonuses; `bonus_converting`: a bonus for every so much money. */
  readonly type: 'discount' | 'bonus_percent' | 'bonus_converting';
  readonly name: string;
  /** Sum of completed orders from which the level holds. */
  readonly sum: number;
  readonly privilegeSize: number;
  readonly privilegeSizePromo: number;
}

/** A loyalty program as a seed tells it: the API reads programs, people make them in the CRM. */
export interface ProgramInput {
  readonly name: string;
  readonly sites?: readonly string[];
  readonly levels: readonly (Partial<Level> & Pick<Level, 'name' | 'type' | 'privilegeSize'>)[];
  /** Money for one bonus; default 1. */
  readonly chargeRate?: number;
  readonly currency?: string;
  readonly confirmSmsCharge?: boolean;
  readonly confirmSmsRegistration?: boolean;
  readonly active?: boolean;
}

export function addProgram(
  { store, at }: Writing,
  { levels, active = true, ...given }: ProgramInput,
  site: string,
): number {
  const numbered = levels.map((level) => ({
    id: nextNumber(store, 'loyalty_levels'),
    sum: 0,
    privilegeSizePromo: level.privilegeSize,
    ...level,
  }));
  return insert(store, 'loyalties', {
    active,
    blocked: false,
    currency: 'RUB',
    confirmSmsCharge: false,
    confirmSmsRegistration: false,
    chargeRate: 1,
    sites: [site],
    ...given,
    levels: numbered.toSorted((a, b) => a.sum - b.sum),
    createdAt: at,
    ...(active ? { activatedAt: at } : {}),
  });
}

export function programById(store: Store, id: unknown): Stored | undefined {
  return get(store, 'loyalties', Number(id));
}

/** The running program of a shop. */
export function programOfSite(store: Store, site: string): Stored | undefined {
  const where = {
    sql: `active AND NOT json_extract(document, '$.blocked')
      AND EXISTS (SELECT 1 FROM json_each(loyalties.document, '$.sites') WHERE value = ?)`,
    values: [site],
  };
  return select(store, 'loyalties', where, 'ORDER BY id LIMIT 1')[0];
}

/** From the lowest. */
export function levelsOf({ document }: Stored): readonly Level[] {
  const levels: unknown = document['levels'];
  return Array.isArray(levels) ? levels.filter((level): level is Level => isObject(level)) : []; // `addProgram` writes them
}

export function chargeRateOf({ document }: Stored): number {
  return Number(document['chargeRate'] ?? 1);
}

export function showProgram({ id, document }: Stored): Document {
  const { sites: _sites, levels: _levels, chargeRate: _rate, ...rest } = document;
  return present({ id, ...rest });
}

/** A program by itself says its levels too. */
export function showWholeProgram(program: Stored): Document {
  return { ...showProgram(program), levels: levelsOf(program).map(showLevel) };
}

export function showLevel({ type, id, name, sum, privilegeSize, privilegeSizePromo }: Level): Document {
  return { type, id, name, sum, privilegeSize, privilegeSizePromo };
}
