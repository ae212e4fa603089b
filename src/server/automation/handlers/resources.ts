import type { KindWord } from '../../../vocabulary/word.js';
import { route, type Answer, type Request, type Route } from '../../http/plane.js';
import { failure, faulty, success } from '../answers.js';
import { readSpec } from '../bodies.js';
import type { AutomationStore } from '../store.js';

/** What of a kind names its resources in addresses and paths. */
export type Collection = Pick<KindWord, 'kind' | 'prefix' | 'plural'>;

/** What the runner runs now, kind by kind. A change here is somebody's hand: the next plan names it `origin: remote`. */
export function resourceRoutes(
  prefix: string,
  { releases, applied }: AutomationStore,
  collections: readonly Collection[],
): readonly Route[] {
  const byPlural = new Map(collections.map((collection) => [collection.plural, collection]));

  function inCollection(request: Request, answer: (collection: Collection) => Answer): Answer {
    const name = request.params['collection']!;
    const collection = byPlural.get(name);
    return collection === undefined
      ? failure(404, `There is no collection "${name}"; there are: ${[...byPlural.keys()].sort().join(', ')}.`)
      : answer(collection);
  }

  const live = () => {
    const current = releases.current();
    return current === undefined ? [] : releases.liveOf(current);
  };

  function one({ params }: Request, collection: Collection): Answer {
    const address = addressIn(collection, params['code']!);
    const resource = live().find((candidate) => candidate.address === address);
    return resource === undefined ? failure(404, `There is no ${address}.`) : success({ resource });
  }

  function put(request: Request, collection: Collection): Answer {
    const read = readSpec(request.body);
    if (!read.ok) return faulty(read.faults);
    if (releases.current() === undefined) return failure(400, 'Nothing was applied yet: apply a project first.');
    const address = addressIn(collection, request.params['code']!);
    releases.amend(address, { address, kind: collection.kind, spec: read.value });
    return one(request, collection);
  }

  function remove({ params }: Request, collection: Collection): Answer {
    const address = addressIn(collection, params['code']!);
    if (!live().some((resource) => resource.address === address)) return failure(404, `There is no ${address}.`);
    if (applied.isProtected(address))
      return failure(400, `${address} is protected: take "protected: true" out of its file and apply.`);
    releases.amend(address, undefined);
    return success();
  }

  return [
    route('GET', `${prefix}/:collection`, (request) =>
      inCollection(request, ({ kind }) => success({ resources: live().filter((resource) => resource.kind === kind) })),
    ),
    route('GET', `${prefix}/:collection/:code`, (request) =>
      inCollection(request, (collection) => one(request, collection)),
    ),
    route('PUT', `${prefix}/:collection/:code`, (request) =>
      inCollection(request, (collection) => put(request, collection)),
    ),
    route('DELETE', `${prefix}/:collection/:code`, (request) =>
      inCollection(request, (collection) => remove(request, collection)),
    ),
  ];
}

function addressIn(collection: Collection, code: string): string {
  return `${collection.prefix}/${code}`;
}
