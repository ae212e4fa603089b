/** A Markdown page taken apart as far as the tests of the documentation need it. */
export interface Page {
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
  /** Targets of links and pictures. */
  readonly links: readonly string[];
  /** Anchors of headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
  /** Inline `code`. */
  readonly spans: readonly string[];
}

export function readPage(markdown: string): Page {
  const blocks: { language: string; text: string }[] = [];
  const prose = markdown.replace(
    /^( *)```(\w*)\n([^]*?)^\1```$/gm,
    (_, _indent: string, language: string, text: string) => {
      blocks.push({ language, text });
      return '';
    },
  );
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!);
  const plain = prose.replace(/`[^`\n]+`/g, (span) => span.replace(/[[\]()]/g, ' '));
  return {
    blocks,
    links: [...plain.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!),
    anchors: anchorsOf(prose),
    spans,
  };
}

function anchorsOf(prose: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of prose.matchAll(/^#+ (.+)$/gm)) {
    const base = heading!
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}_ -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Command lines of crmctl: in blocks of shell, crontab and units, and in inline code; comments and what follows a pipe are cut. */
export function commandLines({ blocks, spans }: Page): readonly string[] {
  const lines = blocks.flatMap(({ text }) => text.replaceAll('\\\n', ' ').split('\n'));
  return [...lines, ...spans].flatMap((line) => {
    const found = /(?:^|[\s$/=&;('])crmctl ((?:[a-z]|-)[^|;&>]*)/.exec(line.replace(/(^|\s)#.*$/, ''));
    return found === null ? [] : [found[1]!.trim()];
  });
}
