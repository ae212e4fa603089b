import type { Diagnostic } from '../model/diagnostic.js';
import { isObject } from '../model/json.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { readingCodes, type ReadingCodeName } from './codes.js';
import { kindsByName } from './commonFields.js';
import type { Path, Resource } from './project.js';

/** What a project's resources answer to, and who claims what another one already has. */
export interface Addresses {
  readonly byAddress: ReadonlyMap<string, Resource>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives every address, and every code inside a resource, to the first that claims it; reports the others. */
export function assignAddresses(
  resources: readonly Resource[],
  words: Vocabulary,
  sourceLine: (file: string, line: number) => string | undefined,
): Addresses {
  const byAddress = new Map<string, Resource>();
  const codes = new Map<string, Resource>();
  const diagnostics: Diagnostic[] = [];
  const reportAt = (resource: Resource, name: ReadingCodeName, path: Path, message: string) => {
    const place = resource.locate(path);
    const line = sourceLine(place.file, place.line);
    diagnostics.push({
      severity: 'error',
      code: readingCodes[name].code,
      message,
      ...place,
      address: resource.address,
      suggestion: 'give one of the two another code, or remove it',
      ...(line !== undefined && { sourceLine: line }),
    });
  };
  const named = resources.filter(({ code }) => code !== '');
  const owners: Resource[] = [];
  for (const resource of named) {
    const first = byAddress.get(resource.address);
    if (!first) {
      byAddress.set(resource.address, resource);
      owners.push(resource);
    } else
      reportAt(
        resource,
        'duplicateAddress',
        ['code'],
        `${resource.address} is declared twice; first in ${first.file}:${first.line}`,
      );
  }
  for (const resource of owners) {
    const reported = new Set<string>();
    for (const { noun, code, address } of claimsOf(resource, words)) {
      const claim = `${noun}\u0000${code}`;
      const first = codes.get(claim) ?? (address === undefined ? undefined : byAddress.get(address));
      if (!first) {
        codes.set(claim, resource);
        if (address !== undefined) byAddress.set(address, resource);
      } else if (!reported.has(code)) {
        reported.add(code);
        const path = pathOfCode(resource.spec, code, first === resource ? 1 : 0);
        const there = first.locate(pathOfCode(first.spec, code, 0));
        reportAt(
          resource,
          'duplicateCode',
          path,
          `the ${noun} "${code}" is declared twice; first in ${there.file}:${there.line}`,
        );
      }
    }
  }
  return { byAddress, diagnostics };
}

interface Claim {
  readonly noun: string;
  readonly code: string;
  readonly address?: string;
}

/** Codes that a resource declares beside its own. */
function claimsOf(resource: Resource, words: Vocabulary): readonly Claim[] {
  const kind = kindsByName(words).get(resource.kind);
  const own = kind?.prefix;
  const inner = (kind?.also?.(resource.spec) ?? []).map((address) => {
    const at = address.indexOf('/');
    return { noun: address.slice(0, at), code: address.slice(at + 1), address };
  });
  const nouns = new Set(inner.map(({ noun }) => noun));
  const members = Object.entries(kind?.declares?.(resource.spec) ?? {})
    .filter(([noun]) => !nouns.has(noun) && (noun !== own || resource.address !== `${noun}/${resource.code}`))
    .flatMap(([noun, codes]) => codes.map((code) => ({ noun, code })));
  return [...inner, ...members];
}

/** Where the code stands inside a spec: the `nth` map below the root whose `code` it is. */
function pathOfCode(spec: unknown, code: string, nth: number): Path {
  const found: Path[] = [];
  const search = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) value.forEach((item, index) => search(item, [...path, index]));
    else if (isObject(value)) {
      if (path.length > 0 && value['code'] === code) found.push([...path, 'code']);
      for (const [key, member] of Object.entries(value)) search(member, [...path, key]);
    }
  };
  search(spec, []);
  return found[nth] ?? found[0] ?? ['code'];
}
