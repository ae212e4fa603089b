import type { Dice } from '../random.js';
import type { ShopTime } from '../shopTime.js';

/** What a story is told with. `next` counts up, for ids. */
export interface Telling {
  readonly dice: Dice;
  readonly time: ShopTime;
  readonly next: () => number;
}
