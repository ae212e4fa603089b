import type { ObjectWord } from '../../language/scope.js';
import { address } from './address.js';
import { bonusBalance } from './bonusBalance.js';
import { bonusOperation } from './bonusOperation.js';
import { call } from './call.js';
import { cart } from './cart.js';
import { cartItem } from './cartItem.js';
import { company } from './company.js';
import { contragent } from './contragent.js';
import { customer } from './customer.js';
import { customerSubscription } from './customerSubscription.js';
import { customerTag } from './customerTag.js';
import { customerCustomFields, loyaltyAccountCustomFields, orderCustomFields } from './customFields.js';
import { delivery } from './delivery.js';
import { deliveryData } from './deliveryData.js';
import { deliveryService } from './deliveryService.js';
import { dialog } from './dialog.js';
import { form } from './form.js';
import { item } from './item.js';
import { loyalty } from './loyalty.js';
import { loyaltyAccount } from './loyaltyAccount.js';
import { loyaltyLevel } from './loyaltyLevel.js';
import { message } from './message.js';
import { messengerTemplate } from './messengerTemplate.js';
import { offer } from './offer.js';
import { order } from './order.js';
import { orderLink } from './orderLink.js';
import { page } from './page.js';
import { payment } from './payment.js';
import { phone } from './phone.js';
import { priceType } from './priceType.js';
import { review } from './review.js';
import { segment } from './segment.js';
import { source } from './source.js';
import { subscriptionCategory } from './subscriptionCategory.js';
import { suppression } from './suppression.js';
import { task } from './task.js';
import { timeInterval } from './timeInterval.js';
import { user } from './user.js';
import { userGroup } from './userGroup.js';
import { visit } from './visit.js';

/** Everything that conditions and texts can read. */
export const objects: readonly ObjectWord[] = [
  order,
  item,
  offer,
  payment,
  delivery,
  address,
  customer,
  phone,
  user,
  call,
  cart,
  cartItem,
  review,
  page,
  visit,
  task,
  dialog,
  message,
  messengerTemplate,
  form,
  segment,
  loyaltyAccount,
  bonusOperation,
  bonusBalance,
  company,
  contragent,
  customerSubscription,
  customerTag,
  deliveryData,
  deliveryService,
  loyalty,
  loyaltyLevel,
  orderLink,
  priceType,
  source,
  subscriptionCategory,
  suppression,
  timeInterval,
  userGroup,
  orderCustomFields,
  customerCustomFields,
  loyaltyAccountCustomFields,
];
