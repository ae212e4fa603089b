import { byOrdering, type Row } from './rows.js';

/**
 * The same elements with an `ordering` under which the CRM shows them in the order of the list. As few as possible get another one:
 * what stands in its place keeps its number, what is new goes between its neighbours.
 */
export function withOrdering(elements: readonly Row[]): readonly Row[] {
  let last: Row = { code: '', ordering: 0 };
  return elements.map((element, index) => {
    const fits = typeof element['ordering'] === 'number' && byOrdering(last, element) < 0;
    const placed = fits
      ? element
      : { ...element, ordering: between(Number(last['ordering']), elements.slice(index + 1), element) };
    last = placed;
    return placed;
  });
}

const distance = 10;

/** A number behind `last`, and before the next element that has one when there is room. */
function between(last: number, rest: readonly Row[], element: Row): number {
  if (typeof element['ordering'] === 'number') return last + distance;
  const next = rest.find((other) => typeof other['ordering'] === 'number')?.['ordering'];
  const middle = typeof next === 'number' ? Math.floor((last + next) / 2) : last + distance;
  return middle > last ? Math.min(middle, last + distance) : last + distance;
}
