import { describe, expect, it } from 'vitest';
import { chooseEnvironment } from '../../src/environment/choose.js';
import { projectWith } from './project.js';

const production = { crm: { url: 'https://shop.retailcrm.ru', key: '${KEY}' } };
const staging = { crm: { url: 'https://test.retailcrm.ru', key: '${KEY}' } };

function nameOf(environments: Parameters<typeof projectWith>[0], flag?: string, variable?: string): string {
  const chosen = chooseEnvironment(projectWith(environments), flag, variable);
  return chosen.ok ? chosen.name : chosen.diagnostic.code;
}

describe('the environment', () => {
  it('is that of -e, else of CRMCTL_ENV, else local, else the only one', () => {
    expect(nameOf({ local: {}, production, staging }, 'staging', 'production')).toBe('staging');
    expect(nameOf({ local: {}, production, staging }, undefined, 'production')).toBe('production');
    expect(nameOf({ local: {}, production, staging })).toBe('local');
    expect(nameOf({ production })).toBe('production');
    expect(nameOf({ local: {}, production }, undefined, '')).toBe('local');
  });

  it('is local without any declaration', () => {
    expect(nameOf({})).toBe('local');
    expect(nameOf({ production }, 'local')).toBe('local');
  });

  it('is not guessed among several', () => {
    const chosen = chooseEnvironment(projectWith({ production, staging }), undefined, undefined);
    expect(chosen).toMatchObject({
      ok: false,
      diagnostic: { code: 'CRM171', suggestion: expect.stringContaining('production, staging') as string },
    });
  });

  it('must exist; the nearest name is suggested, with the place', () => {
    const chosen = chooseEnvironment(projectWith({ production }), undefined, 'prodution');
    expect(chosen).toMatchObject({
      ok: false,
      diagnostic: {
        code: 'CRM170',
        message: 'There is no environment "prodution" (from CRMCTL_ENV).',
        suggestion: 'did you mean "production"?',
        file: 'crmctl.yaml',
        line: 7,
      },
    });
  });

  it('is not found in the prototype of a map', () => {
    expect(nameOf({ production }, 'constructor')).toBe('CRM170');
  });
});
