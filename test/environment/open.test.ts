import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEnvironment, type Environment, type OpenedEnvironment } from '../../src/environment/open.js';
import { serveEnvironment } from '../../src/environment/serve.js';
import { announceServer } from '../../src/environment/serverFile.js';
import { stateDirOf } from '../../src/environment/stateDir.js';
import { faultyServer, json } from '../crm/faultyServer.js';
import { projectWith, temporaryFolder } from './project.js';

let folder: ReturnType<typeof temporaryFolder>;
const open: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
  folder.remove();
});

type Environments = Parameters<typeof projectWith>[0];

function openOne(
  environments: Environments,
  env: Record<string, string> = {},
  name?: string,
  store?: string,
): Promise<OpenedEnvironment> {
  return openEnvironment({
    project: projectWith(environments),
    dir: folder.path,
    env,
    ...(name !== undefined && { name }),
    ...(store !== undefined && { store }),
  });
}

async function opened(
  environments: Environments,
  env: Record<string, string> = {},
  store?: string,
): Promise<Environment> {
  const result = await openOne(environments, env, undefined, store);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  open.push(result.environment);
  return result.environment;
}

describe('local: {} with nobody serving', () => {
  it('starts the embedded CRM inside this process, and both planes answer', async () => {
    const environment = await opened({ local: {} });
    expect(environment).toMatchObject({
      name: 'local',
      embedded: true,
      banner: 'environment local (embedded CRM in this process)',
    });
    const { statuses } = await environment.crm.call({ method: 'GET', path: 'reference/statuses' });
    expect(statuses).toBeTypeOf('object');
    expect((await environment.automation.info()).capabilities.statusGroups).toBe(true);
    expect(await environment.automation.state()).toMatchObject({ release: null, live: [], applied: [] });
  });

  it('has a loyalty program that people can join, and that gives nothing by itself', async () => {
    const { crm } = await opened({ local: {} });
    const post = (path: string, body: Record<string, unknown>) => crm.call({ method: 'POST', path, body });
    const { id } = await post('customers/create', { customer: { phones: [{ number: '+79990000001' }] } });
    const { loyaltyAccount } = await post('loyalty/account/create', {
      site: 'main',
      loyaltyAccount: { phoneNumber: '+79990000001', customer: { id } },
    });
    expect(loyaltyAccount).toMatchObject({
      amount: 0,
      level: { type: 'bonus_percent', privilegeSize: 0 },
    });
  });

  it('keeps key and data under .crmctl, for this user only and out of git', async () => {
    const environment = await opened({ local: {} });
    const dir = stateDirOf(folder.path, 'local');
    expect(environment.stateDir).toBe(dir.path);
    expect(environment.automationFile).toBe(dir.automationFile);
    expect(statSync(dir.keyFile).mode & 0o777).toBe(0o600);
    expect(statSync(dir.path).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder.path, '.crmctl', '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('keeps what it learnt for the next time', async () => {
    const first = await opened({ local: {} });
    const status = { name: 'Недозвон', group: 'new' };
    await first.crm.call({ method: 'POST', path: 'reference/statuses/no-answer/edit', body: { status } });
    await first.close();
    const second = await opened({ local: {} });
    const { statuses } = await second.crm.call({ method: 'GET', path: 'reference/statuses' });
    expect(statuses).toMatchObject({ 'no-answer': { name: 'Недозвон' } });
  });

  it('never shows the key', async () => {
    const environment = await opened({ local: {} });
    const key = readFileSync(stateDirOf(folder.path, 'local').keyFile, 'utf8').trim();
    expect(JSON.stringify(environment)).not.toContain(key);
    expect(environment.redact(`X-API-KEY: ${key}`)).toBe('X-API-KEY: ***');
  });
});

describe('a running crmctl serve', () => {
  it('is found and used, and goes on when a command ends', async () => {
    const project = projectWith({ local: {} });
    const served = await serveEnvironment({ project, dir: folder.path, env: {} });
    if (!served.ok) throw new Error('not served');
    open.push(served.served);
    for (let round = 0; round < 2; round++) {
      const environment = await opened({ local: {} });
      expect(environment.crm.url).toBe(served.served.url);
      expect(environment.banner).toBe(`environment local (the embedded CRM of crmctl serve, ${served.served.url})`);
      await environment.automation.state();
      await environment.close();
    }
  });

  it('is used with the store that it serves, and not by those who name another', async () => {
    const [store, other] = ['shop.sqlite', 'other.sqlite'].map((name) => join(folder.path, name));
    const served = await serveEnvironment({
      project: projectWith({ local: {} }),
      dir: folder.path,
      env: {},
      store: store!,
    });
    if (!served.ok) throw new Error('not served');
    open.push(served.served);
    for (const named of [undefined, store]) {
      const environment = await opened({ local: {} }, {}, named);
      expect(environment.automationFile).toBe(store);
      expect(environment.automation.url).toBe(served.served.url);
    }
    const elsewhere = await opened({ local: {} }, {}, other);
    expect(elsewhere.automationFile).toBe(other);
    expect(elsewhere.banner).toBe('environment local (embedded CRM in this process)');
  });

  it('takes its announcement back when it ends', async () => {
    const served = await serveEnvironment({ project: projectWith({ local: {} }), dir: folder.path, env: {} });
    if (!served.ok) throw new Error('not served');
    const { serverFile } = stateDirOf(folder.path, 'local');
    expect(readFileSync(serverFile, 'utf8')).not.toContain(readFileSync(served.served.keyFile, 'utf8').trim());
    await served.served.close();
    expect(existsSync(serverFile)).toBe(false);
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1 }],
    ['of a process that took over the number and does not listen', { pid: process.pid }],
  ])('that is only a leftover %s is not believed', async (_name, { pid }) => {
    const dir = stateDirOf(folder.path, 'local');
    await (await opened({ local: {} })).close();
    announceServer(dir, { url: 'http://127.0.0.1:9', pid });
    const environment = await opened({ local: {} });
    expect(environment.banner).toContain('in this process');
    await environment.automation.state();
  });

  it('says when its port is taken', async () => {
    const other = await faultyServer(json({}));
    open.push(other);
    const port = Number(new URL(other.url).port);
    const served = await serveEnvironment({ project: projectWith({ local: {} }), dir: folder.path, env: {}, port });
    expect(served).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'CRM174', message: expect.stringContaining('the port is taken') as string }],
    });
  });
});

describe('a CRM elsewhere', () => {
  it('is called with its key and shop; automation is served here unless it is elsewhere, too', async () => {
    const crm = await faultyServer(json({ success: true, id: 1 }));
    open.push(crm);
    const environment = await opened(
      { production: { crm: { url: crm.url, key: '${KEY}', site: 'main' } } },
      { KEY: 'real-key' },
    );
    await environment.crm.call({ method: 'POST', path: 'tasks/create', body: { task: { text: 'x' } } });
    expect(crm.seen[0]!.headers['x-api-key']).toBe('real-key');
    expect(crm.seen[0]!.body).toContain('site=main');
    expect(environment.embedded).toBe(false);
    expect((await environment.automation.info()).capabilities.statusGroups).toBe(false);
    expect(environment.automationFile).toBe(stateDirOf(folder.path, 'production').automationFile);
    expect(existsSync(stateDirOf(folder.path, 'production').crmFile)).toBe(false);
    expect(environment.banner).toBe(`environment production (${crm.url}, automation in this process)`);
  });

  it('with its own automation API leaves nothing on this disk', async () => {
    const server = await faultyServer(json({ success: true, version: '1', capabilities: {} }));
    open.push(server);
    const environment = await opened(
      { production: { crm: { url: server.url, key: '${KEY}' }, automation: { url: server.url, token: '${TOKEN}' } } },
      { KEY: 'real-key', TOKEN: 'real-token' },
    );
    await environment.automation.info();
    expect(server.seen[0]!.headers['authorization']).toBe('Bearer real-token');
    expect(environment.automationFile).toBeUndefined();
    expect(existsSync(join(folder.path, '.crmctl'))).toBe(false);
    expect(environment.redact('real-token real-key')).toBe('*** ***');
  });

  it('is run here all the same where the store is named: what the environment says of automation does not count', async () => {
    const crm = await faultyServer(json({ success: true }));
    open.push(crm);
    const store = join(folder.path, 'kept', 'shop.sqlite');
    mkdirSync(join(folder.path, 'kept'));
    const production = {
      crm: { url: crm.url, key: '${KEY}' },
      automation: { url: 'https://automation.example.com', token: '${TOKEN}' },
    };
    const environment = await opened({ production }, { KEY: 'real-key' }, store);
    expect(environment.banner).toBe(`environment production (${crm.url}, automation in this process)`);
    expect(environment.automationFile).toBe(store);
    await environment.automation.state();
    expect(existsSync(store)).toBe(true);
    expect(existsSync(stateDirOf(folder.path, 'production').automationFile)).toBe(false);
  });

  describe('where crmctl serve of the environment runs here', () => {
    const production = {
      crm: { url: 'http://127.0.0.1:1', key: '${KEY}' },
      automation: { url: 'https://automation.example.com', token: '${TOKEN}' },
    };
    const serve = async () => {
      const served = await serveEnvironment({ project: projectWith({ production }), dir: folder.path, env: {} });
      if (!served.ok) throw new Error(served.diagnostics[0]?.message);
      open.push(served.served);
      return served.served;
    };
    const forRunner = () =>
      openEnvironment({
        project: projectWith({ production }),
        dir: folder.path,
        env: { KEY: 'real-key' },
        besideServe: true,
      });

    it('is that one for the runner, which needs no token', async () => {
      const { url } = await serve();
      const result = await forRunner();
      if (!result.ok) throw new Error(result.diagnostics[0]?.message);
      open.push(result.environment);
      expect(result.environment.automation.url).toContain(url);
      expect(result.environment.automationFile).toBe(stateDirOf(folder.path, 'production').automationFile);
    });

    it('is elsewhere for the others', async () => {
      await serve();
      const environment = await opened({ production }, { KEY: 'real-key', TOKEN: 'real-token' });
      expect(environment.automationFile).toBeUndefined();
    });

    it('is elsewhere for the runner, too, when that one is gone: a file that it left is none to run on', async () => {
      await serve();
      await open.pop()!.close();
      expect(existsSync(stateDirOf(folder.path, 'production').automationFile)).toBe(true);
      expect(await forRunner()).toMatchObject({
        ok: false,
        diagnostics: [{ message: expect.stringContaining('TOKEN is not set') as string }],
      });
    });
  });

  it('is printed in the words of crmctl.yaml, not with what the variables held', async () => {
    const environment = await opened(
      { production: { crm: { url: 'https://${SHOP}.retailcrm.ru', key: '${KEY}' } } },
      { SHOP: 'hidden-name', KEY: 'k' },
    );
    expect(environment.banner).toBe(
      'environment production (https://${SHOP}.retailcrm.ru, automation in this process)',
    );
  });

  it('must have an address', async () => {
    const result = await openOne({ production: { crm: { url: 'shop.retailcrm.ru', key: 'k' } } });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'CRM173',
          message: 'environments.production.crm.url is no address.',
          suggestion: 'an address begins with https://, as https://shop.retailcrm.ru',
        },
      ],
    });
  });
});

describe('a disk that does not let us', () => {
  it('names the folder that cannot be made', async () => {
    writeFileSync(join(folder.path, '.crmctl'), 'a file');
    expect(await openOne({ local: {} })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'CRM174', message: expect.stringContaining('a file stands in its way') as string }],
    });
  });

  it('names a database that is none, and how to go on', async () => {
    const dir = stateDirOf(folder.path, 'local');
    mkdirSync(dir.path, { recursive: true });
    writeFileSync(
      dir.automationFile,
      'this is no database, but long enough to be taken for one at first sight'.repeat(20),
    );
    expect(await openOne({ local: {} })).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message: expect.stringContaining('it is no SQLite database') as string,
          suggestion: expect.stringContaining('Restore it from a copy') as string,
        },
      ],
    });
  });

  it('names a store of another environment, and leaves it as it is', async () => {
    const store = join(folder.path, 'shop.sqlite');
    await (await opened({ local: {} }, {}, store)).close();
    const result = await openOne({ local: {}, staging: {} }, {}, 'staging', store);
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'CRM174',
          message: `The automation store ${store} belongs to the environment local, not to staging: it was left as it is.`,
          suggestion: expect.stringMatching(/^Name the store of staging with --store/) as string,
        },
      ],
    });
    expect(await (await opened({ local: {} }, {}, store)).automation.state()).toMatchObject({ release: null });
  });

  it('names the embedded CRM where it was given as the store', async () => {
    await (await opened({ local: {} })).close();
    const { crmFile } = stateDirOf(folder.path, 'local');
    expect(await openOne({ local: {} }, {}, undefined, crmFile)).toMatchObject({
      ok: false,
      diagnostics: [
        { message: `The automation store ${crmFile} is a SQLite file of something else: it was left as it is.` },
      ],
    });
  });

  it('names a store whose folder does not exist', async () => {
    expect(await openOne({ local: {} }, {}, undefined, join(folder.path, 'none', 'shop.sqlite'))).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message: expect.stringMatching(
            /The store .*shop\.sqlite cannot be made: its folder does not exist/,
          ) as string,
          suggestion: 'Make the folder, or name another file with --store.',
        },
      ],
    });
  });

  it('names an empty key file', async () => {
    const dir = stateDirOf(folder.path, 'local');
    mkdirSync(dir.path, { recursive: true });
    writeFileSync(dir.keyFile, '');
    expect(await openOne({ local: {} })).toMatchObject({
      ok: false,
      diagnostics: [{ message: expect.stringContaining('is empty') as string }],
    });
  });

  it('names a key file that is a folder', async () => {
    const dir = stateDirOf(folder.path, 'local');
    mkdirSync(dir.keyFile, { recursive: true });
    expect(await openOne({ local: {} })).toMatchObject({
      ok: false,
      diagnostics: [{ message: expect.stringContaining('cannot be read: it is a folder') as string }],
    });
  });

  it('names a folder that cannot be written', async () => {
    chmodSync(folder.path, 0o555);
    const result = await asOrdinaryUser(() => openOne({ local: {} }));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message: expect.stringMatching(/The folder .*local cannot be made: permission denied\./) as string,
          suggestion: 'Make the project folder writable, or copy the project to a place that is.',
        },
      ],
    });
  });

  it('names data that became read-only', async () => {
    await (await opened({ local: {} })).close();
    const dir = stateDirOf(folder.path, 'local');
    for (const path of [dir.crmFile, dir.automationFile]) chmodSync(path, 0o444);
    chmodSync(dir.keyFile, 0o644);
    for (const path of [folder.path, join(folder.path, '.crmctl'), dir.path]) chmodSync(path, 0o555);
    const result = await asOrdinaryUser(() => openOne({ local: {} }));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        { code: 'CRM174', message: expect.stringMatching(/cannot be used: (it|its folder) is read-only/) as string },
      ],
    });
  });

  it('names a key that another user keeps', async () => {
    await (await opened({ local: {} })).close();
    const dir = stateDirOf(folder.path, 'local');
    for (const path of [folder.path, join(folder.path, '.crmctl'), dir.path]) chmodSync(path, 0o755);
    chmodSync(dir.keyFile, 0o000);
    const result = await asOrdinaryUser(() => openOne({ local: {} }));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message: expect.stringContaining('cannot be read: permission denied') as string,
          suggestion: 'It belongs to another user: run as that user, or delete it to get a new key.',
        },
      ],
    });
  });
});

/** Permissions say nothing to root, so that a test which runs as root puts its rights down for a while. */
async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
