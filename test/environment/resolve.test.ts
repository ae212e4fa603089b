import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { redactor } from '../../src/environment/redact.js';
import { resolveEnvironment } from '../../src/environment/resolve.js';
import { projectWith } from './project.js';

const config = {
  crm: { url: 'https://${SHOP:-demo}.retailcrm.ru', key: '${RETAILCRM_API_KEY}', site: 'main' },
  automation: { url: 'https://automation.shop.ru', token: '${CRMCTL_TOKEN}' },
};

function resolve(environment: Parameters<typeof resolveEnvironment>[2], variables: Record<string, string>) {
  return resolveEnvironment(projectWith({ production: environment }), 'production', environment, variables);
}

describe('the variables of an environment', () => {
  it('are filled in, with defaults', () => {
    expect(resolve(config, { RETAILCRM_API_KEY: 'k-1', CRMCTL_TOKEN: 't-1' })).toMatchObject({
      ok: true,
      environment: {
        crm: { url: 'https://demo.retailcrm.ru', key: 'k-1', site: 'main' },
        automation: { url: 'https://automation.shop.ru', token: 't-1' },
      },
    });
  });

  it('that are missing are all named, with file and line', () => {
    const resolved = resolve(config, { CRMCTL_TOKEN: '' });
    if (resolved.ok) throw new Error('nothing was missing');
    expect(resolved.diagnostics.map(({ code, message, file, line }) => `${file}:${line} ${code} ${message}`)).toEqual([
      'crmctl.yaml:7 CRM172 environments.production.crm.key: the environment variable RETAILCRM_API_KEY is not set.',
      'crmctl.yaml:7 CRM172 environments.production.automation.token: the environment variable CRMCTL_TOKEN is not set.',
    ]);
  });

  it('are not needed by another environment', () => {
    expect(resolve({}, {})).toEqual({ ok: true, environment: { secrets: [] } });
  });
});

it.each([
  [{ crm: { url: 'https://shop.retailcrm.ru' } }, 'environments.production.crm has a url but no key.'],
  [{ crm: { key: 'k' } }, 'environments.production.crm has a key but no url.'],
  [{ automation: { url: 'https://a.shop.ru' } }, 'environments.production.automation has a url but no token.'],
  [{ automation: { token: 't' } }, 'environments.production.automation has a token but no url.'],
])('an environment that cannot be connected with says what it lacks: %j', (environment, message) => {
  expect(resolve(environment, {})).toMatchObject({ ok: false, diagnostics: [{ code: 'CRM173', message }] });
});

test.each(['shop.retailcrm.ru', 'ftp://shop.ru', 'k-1'])('%s is no address for a variable to hold', (url) => {
  const resolved = resolve({ crm: { url: '${CRM_URL}', key: 'k' } }, { CRM_URL: url });
  expect(resolved).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'CRM173', message: 'environments.production.crm.url is no address.' }],
  });
});

test('where the CRM is may be told, the key may not', () => {
  const variables = { CRM_URL: 'https://shop.retailcrm.ru', CRM_KEY: 'secret-key' };
  expect(resolve({ crm: { url: '${CRM_URL}', key: '${CRM_KEY}' } }, variables)).toMatchObject({
    ok: true,
    environment: { secrets: ['secret-key', 'secret-key'] },
  });
});

describe('redacting', () => {
  it('masks every secret, the longer one first, also URL-encoded', () => {
    const redact = redactor(['abcd', 'abcdef', 'p&q /1']);
    expect(redact('key=abcdef abcd?k=p%26q%20%2F1')).toBe('key=*** ***?k=***');
  });

  it('leaves words alone of which so short a secret would be a part', () => {
    expect(redactor(['t', 'xyz'])('connect to the next host')).toBe('connect to the next host');
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
