import { describe, expect, it, test } from 'vitest';
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
