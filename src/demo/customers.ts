import type { Dice } from './random.js';

export interface DemoCustomer {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly phones: readonly { readonly number: string }[];
  readonly subscribed: boolean;
}

const women = ['Анна', 'Мария', 'Ольга', 'Елена', 'Ирина', 'Дарья', 'Светлана', 'Юлия'];
const men = ['Иван', 'Пётр', 'Алексей', 'Дмитрий', 'Сергей', 'Олег', 'Никита'];
const surnames = [
  'Иванов',
  'Смирнов',
  'Кузнецов',
  'Попов',
  'Соколов',
  'Лебедев',
  'Козлов',
  'Новиков',
  'Морозов',
  'Волков',
];

/** Invented people; addresses at a reserved domain, numbers of a range that is never given out. */
export function makeCustomers(count: number, dice: Dice): readonly DemoCustomer[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const woman = dice.chance(0.6);
    return {
      id,
      firstName: dice.pick(woman ? women : men),
      lastName: dice.pick(surnames) + (woman ? 'а' : ''),
      ...(dice.chance(0.9) && { email: `customer-${id}@example.com` }),
      phones: dice.chance(0.85) ? [{ number: `+7000${String(id).padStart(7, '0')}` }] : [],
      subscribed: dice.chance(0.93),
    };
  });
}
