/** The numbers of a list; missing elements do not count. */
export function numbersOf(list: unknown): readonly number[] {
  return Array.isArray(list) ? list.filter((each): each is number => typeof each === 'number') : [];
}
