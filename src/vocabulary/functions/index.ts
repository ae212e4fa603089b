import type { FunctionWord } from '../../language/scope.js';
import { avg } from './avg.js';
import { bonus } from './bonus.js';
import { ceil } from './ceil.js';
import { count } from './count.js';
import { customers } from './customers.js';
import { days } from './days.js';
import { distinct } from './distinct.js';
import { first } from './first.js';
import { flatten } from './flatten.js';
import { floor } from './floor.js';
import { hours } from './hours.js';
import { inSegment } from './inSegment.js';
import { isWorking } from './isWorking.js';
import { last } from './last.js';
import { localTime } from './localTime.js';
import { max } from './max.js';
import { min } from './min.js';
import { minutes } from './minutes.js';
import { months } from './months.js';
import { orders } from './orders.js';
import { reachable } from './reachable.js';
import { round } from './round.js';
import { samePhone } from './samePhone.js';
import { segment } from './segment.js';
import { sortBy } from './sortBy.js';
import { stock } from './stock.js';
import { sum } from './sum.js';
import { weeks } from './weeks.js';
import { workingAdd } from './workingAdd.js';
import { workingHours } from './workingHours.js';
import { years } from './years.js';

/** What conditions can ask beside CEL's own functions. */
export const functions: readonly FunctionWord[] = [
  inSegment,
  segment,
  orders,
  customers,
  samePhone,
  stock,
  bonus,
  reachable,
  isWorking,
  workingAdd,
  workingHours,
  localTime,
  minutes,
  hours,
  days,
  weeks,
  months,
  years,
  sum,
  min,
  max,
  avg,
  count,
  first,
  last,
  distinct,
  flatten,
  sortBy,
  round,
  floor,
  ceil,
];
