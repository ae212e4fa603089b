import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactor } from '../../src/model/redact.js';

describe('redacting', () => {
  it('masks every secret, the longer one first, also URL-encoded', () => {
    const redact = redactor(['abc', 'abcdef', 'p&q /1']);
    expect(redact('key=abcdef abc?k=p%26q%20%2F1')).toBe('key=*** ***?k=***');
  });

  it('leaves no secret in any text that holds it', () => {
    const secret = fc.string({ minLength: 8 }).filter((text) => !'***'.includes(text));
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.string(),
        fc.string(),
        (secrets, before, after) => {
          const text = redactor(secrets)(before + secrets.join(after) + after);
          for (const each of secrets) expect(text.includes(each)).toBe(false);
        },
      ),
    );
  });
});
