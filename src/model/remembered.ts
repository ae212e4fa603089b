/** Names that are remembered: those of a log or a project are few, those of untyped data need not be. */
const keptNames = 10_000;

/** The same few names come up all the time: what is made of them, and of nothing else, is made once. */
export function remembered<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, { readonly made: T }>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      if (known.size >= keptNames) known.clear();
      known.set(name, (found = { made: make(name) }));
    }
    return found.made;
  };
}
