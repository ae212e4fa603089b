import { describe, expect, it } from 'vitest';
import { interpolateValue } from '../../src/language/interpolateValue.js';

describe('variables of the environment in a resource', () => {
  const spec = {
    url: 'https://${HOST:-localhost}/api',
    headers: { Authorization: 'ApiKey ${KEY}', Accept: 'text/plain' },
    list: ['${A}${B}', 'price: $${5}'],
    count: 3,
    none: null,
  };

  it('are filled in anywhere, and it is known with what', () => {
    const filled = interpolateValue(spec, { KEY: 'secret', A: '1', B: '2' });
    expect(filled.value).toEqual({
      url: 'https://localhost/api',
      headers: { Authorization: 'ApiKey secret', Accept: 'text/plain' },
      list: ['12', 'price: ${5}'],
      count: 3,
      none: null,
    });
    expect(filled.secrets).toEqual(['secret', '1', '2']);
    expect(filled.missing).toEqual([]);
  });

  it('that are not set are all named, and stay as written', () => {
    const filled = interpolateValue(spec, { B: '2' });
    expect(filled.missing).toEqual([
      { path: ['headers', 'Authorization'], name: 'KEY' },
      { path: ['list', 0], name: 'A' },
    ]);
    expect(filled.value.headers.Authorization).toBe('ApiKey ${KEY}');
  });
});
