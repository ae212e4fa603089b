import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { withShopKeys } from '../../src/library/shopKeys.js';

const head = 'version: 1\nname: shop\n';

describe('texts of the shop in crmctl.yaml', () => {
  it.each([
    ['at the end, when there are none', head, `${head}shop:\n  url: https://a.b   # fill in\n`],
    [
      'behind a last line that does not end',
      'version: 1\nname: shop',
      `${head}shop:\n  url: https://a.b   # fill in\n`,
    ],
    [
      'behind those that are there, indented like them',
      `${head}shop:\n    name: A # ours\n\n    # phones\n    phone: 1\n\n# more\nlocale: ru\n`,
      `${head}shop:\n    name: A # ours\n\n    # phones\n    phone: 1\n    url: https://a.b   # fill in\n\n# more\nlocale: ru\n`,
    ],
    ['under an empty key', `${head}shop:\nlocale: ru\n`, `${head}shop:\n  url: https://a.b   # fill in\nlocale: ru\n`],
    [
      'within braces',
      `${head}shop: {name: A}\nlocale: ru\n`,
      `${head}shop: {name: A, url: "https://a.b"}   # fill in: url\nlocale: ru\n`,
    ],
    [
      'before the resources of the same file',
      `${head}---\nkind: Team\ncode: a\n`,
      `${head}shop:\n  url: https://a.b   # fill in\n---\nkind: Team\ncode: a\n`,
    ],
    [
      'before the environments and what is said of them',
      `${head}# Where it runs.\n# Two of them.\nenvironments:\n  local: {}\n`,
      `${head}shop:\n  url: https://a.b   # fill in\n# Where it runs.\n# Two of them.\nenvironments:\n  local: {}\n`,
    ],
    [
      'within a file of one pair of braces',
      '{version: 1, name: shop}\n',
      '{version: 1, name: shop, shop: {url: "https://a.b"}}\n',
    ],
  ])('stand %s', (_, before, wanted) => {
    expect(withShopKeys(before, { url: 'https://a.b' })).toBe(wanted);
  });

  it('are read back as they were given, whatever they are, and everything else is as before', () => {
    // A byte order mark is lost when the rest of the file is written and read by the parser, too.
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => !each.includes('\uFEFF'));
    const value = fc.oneof(fc.integer(), text);
    const key = fc.stringMatching(/^[a-z_]\w{0,8}$/);
    const texts = fc.dictionary(key, value, { noNullPrototype: true });
    fc.assert(
      fc.property(texts, texts, fc.boolean(), (own, more, flow) => {
        const document = parseDocument(head);
        document.set('shop', document.createNode(own, { flow }));
        const fresh = Object.fromEntries(Object.entries(more).filter(([name]) => !Object.hasOwn(own, name)));
        const written = parseDocument(withShopKeys(document.toString(), fresh));
        expect(written.errors).toEqual([]);
        expect(written.toJS()).toEqual({ version: 1, name: 'shop', shop: { ...own, ...fresh } });
      }),
      { examples: [[{}, { a: '\u00A0', b: '', c: 'x\ny' }, false]] },
    );
  });
});
