import type { FullEntry } from './catalog.js';

/** The automations of which every word of the search is found somewhere, best first: code, names, summary, rows, then the README. */
export function search(entries: readonly FullEntry[], text: string): readonly FullEntry[] {
  const words = wordsOf(text).map(stem);
  const places = (entry: FullEntry): readonly string[] =>
    [entry.code, `${entry.name} ${entry.nameRu}`, `${entry.area} ${entry.summary}`, entry.readme].map(plain);
  const rankOf = (entry: FullEntry): number => {
    const texts = places(entry);
    const ranks = words.map((word) =>
      entry.covers.some((id) => id.toLowerCase() === word) ? 0 : texts.findIndex((each) => each.includes(word)),
    );
    return ranks.includes(-1) ? Infinity : ranks.reduce((sum, rank) => sum + rank, 0);
  };
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

function wordsOf(text: string): readonly string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => word !== '');
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

/** A word without its ending, as far as four letters stay: `посылки` finds «посылка», `carts` finds "cart". */
function stem(word: string): string {
  const ending = /[а-я]/.test(word)
    ? /(ами|ями|ого|его|ому|ему|ыми|ими|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ов|ев|ах|ях|ам|ям|ом|ем|[аяоеыиуюьй])$/
    : /(ies|es|s|ing|ed|y)$/;
  const short = word.replace(ending, '');
  return short.length >= 4 && !/\d/.test(word) ? short : word;
}
