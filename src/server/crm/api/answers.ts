import type { Answer } from '../../http/plane.js';
import type { Page } from './parameters.js';

export type Members = Readonly<Record<string, unknown>>;

export function success(members: Members = {}): Answer {
  return { status: 200, body: { success: true, ...members } };
}

export function created(members: Members): Answer {
  return { status: 201, body: { success: true, ...members } };
}

/** A page of a list and where it stands; a list without rows has no pages. */
export function listAnswer(
  page: Page,
  total: number,
  key: string,
  rows: readonly unknown[],
  members: Members = {},
): Answer {
  return success({ ...members, pagination: pagination(page, total), [key]: rows });
}

export function pagination({ limit, page }: Page, totalCount: number): Members {
  return { limit, totalCount, currentPage: page, totalPageCount: Math.ceil(totalCount / limit) };
}

/** The CRM is written in PHP: a map without members leaves it as `[]`. */
export function phpMap(map: unknown): unknown {
  return map === undefined || map === null || Object.keys(map).length === 0 ? [] : map;
}

/** Leaves out members without a value, as the CRM does. */
export function present(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}
