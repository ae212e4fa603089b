/** The same function, which remembers what it made of texts that come again and again; at most so many. It must depend on nothing else. */
export function remembered<V>(make: (text: string) => V, most = 1000): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found as V; // it was put below
    const made = make(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}
