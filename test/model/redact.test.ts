import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataRedactor, redactor } from '../../src/model/redact.js';

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

describe('redacting data that goes on', () => {
  it('masks texts at any depth, names of members too, and leaves what is no text', () => {
    expect(dataRedactor(['s3cret-key'])({ a: ['x s3cret-key y', 7, null], 's3cret-key': { b: true } })).toEqual({
      a: ['x *** y', 7, null],
      '***': { b: true },
    });
  });

  it.each([['12345'], ['https://pay.example.com'], ['http://localhost:8080/'], ['api.example.com']])(
    'leaves %s, which opens nothing and stands in data of all kinds',
    (value) => {
      const data = { link: `${value}/pay/7` };
      expect(dataRedactor([value])(data)).toEqual(data);
    },
  );

  it.each([['https://hooks.example.com/T0/B0'], ['aaaa.bbbb.cccC'], ['123456:AAtoken'], ['qwerty']])(
    'masks %s',
    (value) => {
      expect(dataRedactor([value])([value])).toEqual(['***']);
    },
  );
});
