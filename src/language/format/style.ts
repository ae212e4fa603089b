import { isAlias, isCollection, isScalar, Scalar, visit, type Document, type Tags } from 'yaml';

/** Columns at which folded text is broken. */
const width = 100;

/**
 * Tags of the core schema that print what stood in the file: a number keeps its digits, since where the language wants a text it takes the
 * source. Folded text is broken anew.
 */
export function asWritten(tags: Tags): Tags {
  return tags.map((tag) => {
    if (typeof tag !== 'object' || tag.collection !== undefined) return tag;
    const { stringify } = tag;
    if (tag.tag === 'tag:yaml.org,2002:str' && stringify !== undefined)
      return {
        ...tag,
        stringify: (item, context, ...rest) => stringify(item, isFolded(item) ? foldedIn(context) : context, ...rest),
      };
    if (tag.tag !== 'tag:yaml.org,2002:int' && tag.tag !== 'tag:yaml.org,2002:float') return tag;
    return { ...tag, stringify: ({ source, value }) => source ?? String(value) };
  });
}

function isFolded({ type }: Scalar): boolean {
  return type === Scalar.BLOCK_FOLDED;
}

function foldedIn<Context extends { options: object }>(context: Context): Context {
  return { ...context, options: { ...context.options, lineWidth: width } };
}

/** One style for all: what was broken over lines in brackets stands below each other, long lines of plain text are folded. */
export function restyle(document: Document.Parsed, text: string): void {
  const isBroken = (range: readonly [number, number, number] | null | undefined): boolean =>
    range != null && text.slice(range[0], range[1]).includes('\n');
  visit(document, {
    Node(_key, node, path) {
      if (isAlias(node)) return;
      if (isCollection(node)) {
        const inFlow = path.some((above) => isCollection(above) && above.flow === true);
        if (node.flow === true && !inFlow && isBroken(node.range) && node.items.length > 0) node.flow = false;
        return;
      }
      if (!isScalar(node) || !isLine(node) || !isBroken(node.range) || typeof node.value !== 'string') return;
      if (!path.some((above) => isCollection(above) && above.flow === true) && node.value.length > width)
        node.type = Scalar.BLOCK_FOLDED;
    },
  });
  if (document.directives) {
    document.directives.docStart = null;
    document.directives.docEnd = false;
  }
}

/** Text that would be written in one line. */
function isLine({ type, value }: Scalar): boolean {
  return (
    (type === Scalar.PLAIN || type === Scalar.QUOTE_SINGLE || type === Scalar.QUOTE_DOUBLE) &&
    typeof value === 'string' &&
    !/\n|^\s|\s$/.test(value)
  );
}
