import type { ActionWord } from '../meaning/action.js';
import { assign } from './assign.js';
import { items } from './items.js';
import { discount } from './discount.js';
import { reserve } from './reserve.js';
import { release } from './release.js';
import { bonus } from './bonus.js';
import { coupon } from './coupon.js';
import { cost } from './cost.js';
import { order } from './order.js';
import { customer } from './customer.js';
import { invoice } from './invoice.js';
import { exec } from './exec.js';
import { audience } from './audience.js';
import { emit } from './emit.js';
import { http } from './http.js';
import { note } from './note.js';
import { notify } from './notify.js';
import { send } from './send.js';
import { set } from './set.js';
import { tag } from './tag.js';
import { task } from './task.js';

/** Actions, in the order in which they are documented. */
export const actions: readonly ActionWord[] = [
  send,
  task,
  notify,
  note,
  set,
  tag,
  assign,
  items,
  discount,
  reserve,
  release,
  bonus,
  coupon,
  cost,
  order,
  customer,
  invoice,
  http,
  exec,
  audience,
  emit,
];
