import type { EventWord } from '../word.js';
import { callEvents } from './call.js';
import { cartEvents } from './cart.js';
import { customerEvents } from './customer.js';
import { deliveryEvents } from './delivery.js';
import { dialogEvents } from './dialog.js';
import { formEvents } from './form.js';
import { itemEvents } from './item.js';
import { loyaltyEvents } from './loyalty.js';
import { messageEvents } from './message.js';
import { offerEvents } from './offer.js';
import { orderEvents } from './order.js';
import { pageEvents } from './page.js';
import { paymentEvents } from './payment.js';
import { reviewEvents } from './review.js';
import { segmentEvents } from './segment.js';
import { subscriptionEvents } from './subscription.js';
import { suppressionEvents } from './suppression.js';
import { taskEvents } from './task.js';
import { templateEvents } from './template.js';
import { visitEvents } from './visit.js';

/** Every event that a trigger can start on or wait for; `custom.<anything>` beside them is open. */
export const events: readonly EventWord[] = [
  ...orderEvents,
  ...customerEvents,
  ...itemEvents,
  ...paymentEvents,
  ...deliveryEvents,
  ...callEvents,
  ...taskEvents,
  ...cartEvents,
  ...visitEvents,
  ...pageEvents,
  ...formEvents,
  ...subscriptionEvents,
  ...reviewEvents,
  ...dialogEvents,
  ...messageEvents,
  ...suppressionEvents,
  ...templateEvents,
  ...loyaltyEvents,
  ...offerEvents,
  ...segmentEvents,
];
