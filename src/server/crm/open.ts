import type { Instant } from '../../model/instant.js';
import type { Plane, Route } from '../http/plane.js';
import { analyticsMethods } from './analytics/methods.js';
import { buildPlane, type Method } from './api/plane.js';
import { catalogueMethods } from './catalogue/methods.js';
import { catalogueWriteMethods } from './catalogue/write.js';
import { corporateMethods } from './corporate/methods.js';
import { costMethods } from './costs/methods.js';
import { customerMethods } from './customers/methods.js';
import { fieldMethods } from './fields/methods.js';
import { cartMethods } from './interaction/carts.js';
import { favoriteMethods } from './interaction/favorites.js';
import { deliveryMethods } from './delivery/methods.js';
import { fileMethods } from './files/methods.js';
import { invoiceMethods } from './invoices/methods.js';
import { loyaltyMethods } from './loyalty/methods.js';
import { moduleMethods } from './modules/methods.js';
import { notificationMethods } from './notifications/methods.js';
import { orderMethods } from './orders/methods.js';
import { packMethods } from './packs/methods.js';
import { referenceMethods } from './references/methods.js';
import { statusGroupRoute } from './references/statusGroups.js';
import type { ProgramInput } from './loyalty/programs.js';
import { seedAccount } from './seed.js';
import type { SaveGuard } from './validations/guard.js';
import type { SegmentView } from './segments/live.js';
import { segmentMethods } from './segments/methods.js';
import { accountMethods } from './settings/methods.js';
import { openStore, type Store } from './store/open.js';
import { taskMethods } from './tasks/methods.js';
import { telephonyMethods } from './telephony/methods.js';
import { userMethods } from './users/methods.js';
import { verificationMethods } from './verification/methods.js';

export interface CrmOptions {
  /** SQLite file; made when missing, and then filled with what a new account holds. */
  readonly file: string;
  readonly now: () => Instant;
  /** Of a new account; an existing one keeps its own. */
  readonly timezone?: string;
  readonly currency?: string;
  readonly language?: string;
  readonly loyalty?: ProgramInput;
  /** No rate limit, announced by `X-Crmctl-Unlimited: 1`. */
  readonly unlimited?: boolean;
  /** Milliseconds that only go forward, for the rate limit. */
  readonly clock?: () => number;
  /** Segments that somebody else computes; default: none but those of the seed. Stays the caller's to close. */
  readonly segments?: SegmentView;
  /** Who may object to a save; default: nobody. */
  readonly guard?: SaveGuard;
}

/** An open embedded CRM: its planes to serve, its store to fill. */
export interface Crm {
  readonly store: Store;
  /** `/api/…`, with keys, rate limit and error envelope. */
  readonly plane: Plane;
  /** Routes beyond retailCRM's API, to be mounted in the automation plane (capability `statusGroups`). */
  readonly automationRoutes: readonly Route[];
  close(): void;
}

const methods: readonly Method[] = [
  ...accountMethods,
  ...referenceMethods,
  ...fieldMethods,
  ...orderMethods,
  ...customerMethods,
  ...taskMethods,
  ...segmentMethods,
  ...userMethods,
  ...catalogueMethods,
  ...costMethods,
  ...notificationMethods,
  ...telephonyMethods,
  ...cartMethods,
  ...favoriteMethods,
  ...moduleMethods,
  ...loyaltyMethods,
  ...verificationMethods,
  ...fileMethods,
  ...deliveryMethods,
  ...invoiceMethods,
  ...analyticsMethods,
  ...packMethods,
  ...corporateMethods,
  ...catalogueWriteMethods,
];

export function openCrm(options: CrmOptions): Crm {
  const timezone = options.timezone ?? 'Europe/Moscow';
  const store = openStore(options.file, options.now, timezone, options.segments, options.guard);
  const { currency = 'RUB', language = 'RU', loyalty } = options;
  seedAccount(store, { timezone, currency, language, ...(loyalty && { loyalty }) });
  const plane = buildPlane(store, methods, {
    unlimited: options.unlimited ?? false,
    clock: options.clock ?? (() => performance.now()),
  });
  return { store, plane, automationRoutes: [statusGroupRoute(store)], close: () => store.db.close() };
}
