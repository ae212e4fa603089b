import { createHash } from 'node:crypto';
import type { Instant } from '../../../model/instant.js';
import type { Document } from '../store/documents.js';
import type { Store } from '../store/open.js';

/** A segment that the runner computes: of the current release. */
export interface LiveSegment {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  /** When a release first had it. */
  readonly createdAt: Instant;
}

/** What the automation side knows of segments. It is asked, never copied: the two stores cannot disagree. */
export interface SegmentView {
  all(): readonly LiveSegment[];
  countOf(code: string): number;
  codesOf(customer: number): readonly string[];
  membersOf(code: string): readonly number[];
  close(): void;
}

export const noSegments: SegmentView = {
  all: () => [],
  countOf: () => 0,
  codesOf: () => [],
  membersOf: () => [],
  close: () => undefined,
};

/** The live segments as the CRM lists them. */
export function liveSegments(store: Store): readonly Document[] {
  return store.segments.all().map((segment) => showLive(store, segment));
}

/** Those of one customer, by code. */
export function liveSegmentsOf(store: Store, customer: number): readonly Document[] {
  const codes = store.segments.codesOf(customer);
  if (codes.length === 0) return [];
  return store.segments
    .all()
    .filter(({ code }) => codes.includes(code))
    .map((segment) => showLive(store, segment));
}

function showLive(store: Store, { code, name, active, createdAt }: LiveSegment): Document {
  return {
    id: idOf(code),
    code,
    name,
    createdAt: store.local(createdAt),
    isDynamic: true,
    customersCount: store.segments.countOf(code),
    active,
  };
}

/** The API wants a number and the project has codes: 48 bits of the code's hash are the same in every release and every environment. */
function idOf(code: string): number {
  return createHash('sha256').update(code).digest().readUIntBE(0, 6);
}
