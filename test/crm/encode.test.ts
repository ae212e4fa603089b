import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeForm, encodeQuery } from '../../src/crm/encode.js';
import { parseQuery } from '../../src/server/http/brackets.js';

describe('a query', () => {
  it('nests maps and lists in brackets, as PHP does', () => {
    const query = { limit: 20, filter: { ids: [1, 2], customFields: { nps: { min: 5 } } } };
    expect(decodeURIComponent(encodeQuery(query))).toBe(
      'limit=20&filter[ids][]=1&filter[ids][]=2&filter[customFields][nps][min]=5',
    );
  });

  it('numbers lists of maps, says truth as 1 and 0, and leaves out what is absent', () => {
    const query = { a: [{ b: 1 }, { b: 2 }], yes: true, no: false, absent: undefined, none: null };
    expect(decodeURIComponent(encodeQuery(query))).toBe('a[0][b]=1&a[1][b]=2&yes=1&no=0');
  });

  it('is read by the embedded CRM as it was written, whatever the texts hold', () => {
    const text = fc.string({ minLength: 1, unit: 'binary' });
    const name = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,8}$/).filter((each) => each !== '__proto__');
    const leaf = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
    const tree = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf, { minKeys: 1 })), { maxKeys: 4 });
    fc.assert(
      fc.property(tree, (query) => {
        const read: unknown = JSON.parse(JSON.stringify(parseQuery(encodeQuery(query))));
        expect(read).toEqual(JSON.parse(JSON.stringify(query)));
      }),
    );
  });
});

describe('a form', () => {
  it('carries nested members as JSON and plain ones as they are', () => {
    const form = encodeForm({
      site: 'main',
      force: true,
      order: { status: 'new', customFields: { callAt: null } },
      skip: null,
    });
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      site: 'main',
      force: '1',
      order: '{"status":"new","customFields":{"callAt":null}}',
    });
  });

  it('keeps Cyrillic, spaces, plus signs and ampersands', () => {
    const text = 'Перезвонить + & = % 100';
    expect(new URLSearchParams(encodeForm({ text })).get('text')).toBe(text);
  });
});
