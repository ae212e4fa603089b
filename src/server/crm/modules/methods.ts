import type { Answer } from '../../http/plane.js';
import { randomBytes } from 'node:crypto';
import { isObject } from '../../../model/json.js';
import { phpMap, success } from '../api/answers.js';
import { layEntity } from '../api/entities.js';
import { anything, flag, list, text, type Shape } from '../api/members.js';
import { readEntity, type Call } from '../api/parameters.js';
import { get, post, type Method } from '../api/plane.js';
import { refuseEntity, refuseUnknown } from '../api/refused.js';
import { transact } from '../store/actor.js';
import { find, insert, replace, type Stored } from '../store/documents.js';
import { addKey, allScopes } from '../store/keys.js';

const shape: Shape = {
  integrationCode: text(),
  active: flag,
  freeze: flag,
  native: flag,
  name: text(),
  logo: text(2000),
  clientId: text(),
  baseUrl: text(2000),
  accountUrl: text(2000),
  actions: anything,
  availableCountries: list(text(2)),
  // What a module can do has a vocabulary of its own for each kind of module; the CRM gives it back as it was told.
  integrations: anything,
};

/** `integration-modules/*`: programs beside the CRM register themselves under a code. */
export const moduleMethods: readonly Method[] = [
  get('integration-modules/:code', 'integration_read', (call) =>
    success({ integrationModule: showModule(named(call)) }),
  ),
  post('integration-modules/:code/edit', 'integration_write', editModule),
  post('integration-modules/:code/update-scopes', 'integration_write', updateScopes),
];

function editModule(call: Call): Answer {
  const sent = readEntity(call, 'integrationModule');
  const code = codeOf(call);
  return transact(call.store, call.actor, (writing) => {
    const old = find(call.store, 'integration_modules', { sql: 'code = ?', values: [code] });
    const birth = { code, integrationCode: code, active: true, freeze: false, native: false };
    const document = layEntity(writing, shape, old?.document ?? birth, sent, ['name', 'clientId']);
    if (old) replace(call.store, 'integration_modules', old.id, document);
    else insert(call.store, 'integration_modules', document);
    const transport = isObject(document['integrations']) ? document['integrations']['mgTransport'] : undefined;
    // The message gateway is another service; the embedded CRM has none to point to.
    return success({ info: phpMap(transport === undefined ? {} : { mgTransport: [] }) });
  });
}

/** The module's own key, with the scopes that it asks for; an earlier one of it ends. */
function updateScopes(call: Call): Answer {
  const { scopes } = readEntity(call, 'requires');
  return transact(call.store, call.actor, ({ store }) => {
    const { document } = named(call);
    const wanted = Array.isArray(scopes)
      ? scopes.map(String)
      : refuseEntity({ 'requires.scopes': 'This value must be a list.' });
    const unknown = wanted.filter((scope) => !allScopes.some((each) => each === scope));
    if (unknown.length > 0) refuseEntity({ 'requires.scopes': `There are no such scopes: ${unknown.join(', ')}.` });
    const name = `module ${String(document['code'])}`;
    const key = randomBytes(16).toString('hex');
    store.db.prepare('DELETE FROM api_keys WHERE name = ?').run(name);
    addKey(store, { key, name, scopes: wanted });
    return success({ apiKey: key });
  });
}

function named(call: Call): Stored {
  return find(call.store, 'integration_modules', { sql: 'code = ?', values: [codeOf(call)] }) ?? refuseUnknown();
}

function codeOf({ request }: Call): string {
  return request.params['code'] ?? '';
}

function showModule({ document }: Stored): Readonly<Record<string, unknown>> {
  return { ...document, actions: phpMap(document['actions']), integrations: phpMap(document['integrations']) };
}
