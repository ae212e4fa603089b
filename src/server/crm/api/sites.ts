import { referenceItems } from '../references/items.js';
import { readText, type Call } from './parameters.js';
import { post, type Method } from './plane.js';
import { refuseMissing, refuseParameters } from './refused.js';

/** Codes of the sites that the key sees. */
export function visibleSites({ key, store }: Call): readonly string[] {
  return key.sites ?? referenceItems(store, 'sites').map((site) => String(site['code']));
}

/** A method that takes `site`: a key that sees several has to name one, even where an id names the entity. */
export function postInSite(path: string, scope: Method['scope'], handler: Method['handler']): Method {
  return post(path, scope, (call) => {
    readSite(call);
    return handler(call);
  });
}

/** The site that a request is about: `site`, or the only one that the key sees. */
export function readSite(call: Call): string {
  const visible = visibleSites(call);
  const given = readText(call, 'site');
  if (given !== undefined && !visible.includes(given)) {
    refuseParameters({ site: `"Site" with code="${given}" does not exist.` });
  }
  return given ?? (visible.length === 1 ? visible[0]! : refuseMissing('site'));
}
