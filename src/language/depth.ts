/** Lists and maps inside each other, more than anybody can read: a parser takes longer and longer for each that is deeper. */
export const deepest = 100;
