import type { Diagnostic } from '../../model/diagnostic.js';
import type { Vocabulary } from '../../vocabulary/word.js';
import { readingCodes } from '../codes.js';
import { documentShape, kindsByName } from '../commonFields.js';
import { didYouMean } from '../nearest.js';
import { parseYaml } from '../parseYaml.js';
import type { Resource, SourceFile } from '../project.js';
import { readDocument } from '../readDocument.js';
import { readYaml } from '../readYaml.js';
import { sourceOf, type Source } from '../source.js';
import { valuePlaces } from '../valuePlaces.js';
import type { Attachments } from '../walk/walk.js';
import { partialObject } from './partialShape.js';
import { overlaid } from './resource.js';

export interface Overlaid {
  /** In the order of the given ones. */
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
  readonly source: Source;
}

/** Resources as the overlay of an environment has them. What it says of none of them, or wrongly, is located in its file. */
export function applyOverlay(
  resources: readonly Resource[],
  file: SourceFile,
  attachments: Attachments,
  words: Vocabulary,
): Overlaid {
  const { source, documents } = readYaml(file, valuePlaces(words));
  const found: Diagnostic[] = [];
  const changed = new Map<string, Resource>(resources.map((resource) => [resource.address, resource]));
  documents.forEach(({ yaml, broken, diagnostics: own }, index) => {
    found.push(...own);
    if (broken) return;
    const read = readDocument(source, yaml, index, attachments, words, (kind) => partialObject(documentShape(kind)));
    found.push(...read.diagnostics);
    const over = read.resource;
    if (over === undefined) return;
    const base = changed.get(over.address);
    const word = kindsByName(words).get(over.kind);
    if (base === undefined) found.push(unknown(over, changed.keys(), source));
    else if (word !== undefined && read.diagnostics.length === 0) {
      const merged = overlaid(base, over, word);
      found.push(...contradictions(merged, over, attachments, words, source));
      changed.set(over.address, merged);
    }
  });
  return {
    resources: resources.map((resource) => changed.get(resource.address) ?? resource),
    diagnostics: found,
    source,
  };
}

function unknown(over: Resource, addresses: Iterable<string>, source: Source): Diagnostic {
  const place = over.locate(['code']);
  const sourceLine = source.line(place.line);
  return {
    severity: 'error',
    code: readingCodes.overlayOfNothing.code,
    message: `there is no ${over.address} in the project to lay this over`,
    suggestion: didYouMean(over.address, addresses) ?? 'an overlay changes fields of resources; it makes none',
    ...place,
    ...(sourceLine !== undefined && { sourceLine }),
  };
}

/** What each of the two may say and both together may not: a body beside a file, a new item that is not whole. */
function contradictions(
  merged: Resource,
  over: Resource,
  attachments: Attachments,
  words: Vocabulary,
  overlay: Source,
): readonly Diagnostic[] {
  const text = JSON.stringify({ kind: merged.kind, ...merged.spec });
  const [yaml] = parseYaml(text);
  if (yaml === undefined) return [];
  const { diagnostics } = readDocument(sourceOf({ path: overlay.path, text }), yaml, 0, attachments, words);
  const place = over.locate([]);
  const sourceLine = overlay.line(place.line);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, suggestion }) => ({
      severity: 'error',
      code,
      message: `${merged.address} with this overlay: ${message}`,
      ...(suggestion !== undefined && { suggestion }),
      ...place,
      ...(sourceLine !== undefined && { sourceLine }),
      address: merged.address,
    }));
}
