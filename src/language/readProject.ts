import type { Document } from 'yaml';
import { byPlace, type Diagnostic } from '../model/diagnostic.js';
import type { ReleaseConfig } from '../model/release.js';
import type { Vocabulary } from '../vocabulary/word.js';
import { readingCodes } from './codes.js';
import { fieldsOf } from './account.js';
import { applyOverlay } from './overlay/apply.js';
import { assignAddresses } from './duplicates.js';
import { didYouMean } from './nearest.js';
import type { Project, Resource, SourceFile } from './project.js';
import { configFile, emptyConfig, readConfig, type ReadConfig } from './readConfig.js';
import { readDocument, type ReadDocument } from './readDocument.js';
import { readYaml, type YamlDocument, type YamlFile } from './readYaml.js';
import { sourceOf, type Source } from './source.js';
import { valuePlaces } from './valuePlaces.js';
import type { Attachments } from './walk/walk.js';

/**
 * Reads a project: all YAML files of it (`crmctl.yaml` among them), in one pass that finds everything that is wrong.
 * Errors are `diagnostics` of the project; a resource with errors is in it as far as it could be read. Of a document that
 * is no YAML at all only the address is known, so that references to it are not reported as well.
 *
 * @param attachments texts of other files, by path from the project's folder; asked only for files that a resource names
 * @param overlays files of `environments/`: that of the chosen environment is laid over the resources
 */
export function readProject(
  files: readonly SourceFile[],
  attachments: Attachments,
  words: Vocabulary,
  overlays?: Overlays,
): Project {
  const reading = startReading();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const yaml = readYaml(file, valuePlaces(words));
    reading.sources.set(file.path, yaml.source);
    readFile(yaml, attachments, words, reading);
  }
  const project = finish(files.length, reading, words);
  if (overlays === undefined || overlays.files.length === 0) return project;
  layOver(project, overlays, attachments, words, reading);
  return finish(files.length + overlays.files.length, reading, words);
}

/** What `environments/` holds, and which environment it is. */
export interface Overlays {
  readonly files: readonly SourceFile[];
  readonly environment: (project: Project) => string | undefined;
}

/** The overlay of the chosen environment changes the resources; the others are only looked at for errors. */
function layOver(
  project: Project,
  overlays: Overlays,
  attachments: Attachments,
  words: Vocabulary,
  reading: Reading,
): void {
  const chosen = overlays.environment(project);
  const known = [...new Set(['local', ...Object.keys(project.config.environments)])];
  for (const file of overlays.files) {
    const name = nameOfOverlay(file.path);
    const { resources, diagnostics, source } = applyOverlay(project.resources, file, attachments, words);
    reading.sources.set(file.path, source);
    reading.diagnostics.push(
      ...diagnostics,
      ...(known.includes(name) ? [] : [overlayOfNobody(file.path, name, known)]),
    );
    if (name === chosen) reading.resources.splice(0, reading.resources.length, ...resources);
  }
}

/** `production` of `environments/production.yaml` */
function nameOfOverlay(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.ya?ml$/i, '');
}

function overlayOfNobody(file: string, name: string, known: readonly string[]): Diagnostic {
  return {
    severity: 'error',
    code: readingCodes.overlayOfNothing.code,
    message: `${configFile} has no environment "${name}"`,
    suggestion: didYouMean(name, known) ?? `there are: ${known.join(', ')}`,
    file,
    line: 1,
    column: 1,
  };
}

/** Rebuilds a project from the JSON specs of a release, through the same reader. */
export function projectFromRelease(
  resources: readonly {
    readonly address: string;
    readonly kind: string;
    readonly spec: Readonly<Record<string, unknown>>;
  }[],
  { fields, ...config }: ReleaseConfig,
  words: Vocabulary,
): Project {
  const files = resources.map(({ address, kind, spec }) => ({
    path: `release/${address}`,
    text: JSON.stringify({ kind, ...spec }, undefined, 2),
  }));
  const project = readProject(
    [{ path: configFile, text: JSON.stringify({ version: 1, ...config }, undefined, 2) }, ...files],
    new Map(),
    words,
  );
  const known = fieldsOf(fields);
  return { ...project, released: true, ...(known && { account: { codes: {}, fields: known } }) };
}

interface Reading {
  config: ReadConfig | undefined;
  readonly resources: Resource[];
  /** Of documents that could be read only in part: known by address, checked no further. */
  readonly broken: Resource[];
  readonly diagnostics: Diagnostic[];
  readonly sources: Map<string, Source>;
  readonly skipped: string[];
}

function startReading(): Reading {
  return { config: undefined, resources: [], broken: [], diagnostics: [], sources: new Map(), skipped: [] };
}

function readFile(yaml: YamlFile, attachments: Attachments, words: Vocabulary, reading: Reading): void {
  const isConfig = yaml.source.path === configFile;
  if (isConfig && yaml.documents.length === 0) reading.diagnostics.push(emptyConfig(yaml.source));
  yaml.documents.forEach((document, index) => {
    if (isConfig && index === 0) readConfigDocument(yaml.source, document, reading);
    else readResourceDocument(yaml.source, document, index, attachments, words, reading);
  });
}

function readConfigDocument(source: Source, { yaml, broken, diagnostics }: YamlDocument, reading: Reading): void {
  reading.config = readConfig(source, yaml);
  reading.diagnostics.push(...diagnostics, ...(broken ? [] : reading.config.diagnostics));
}

function readResourceDocument(
  source: Source,
  { yaml, broken, diagnostics }: YamlDocument,
  index: number,
  attachments: Attachments,
  words: Vocabulary,
  reading: Reading,
): void {
  const found = readDocument(source, yaml, index, attachments, words);
  if (broken ? !looksLikeResource(source, yaml, found) : found.skipped) {
    reading.skipped.push(source.path);
    return;
  }
  reading.diagnostics.push(...diagnostics);
  if (broken) {
    if (found.resource) reading.broken.push(found.resource);
    return;
  }
  reading.diagnostics.push(...found.diagnostics);
  for (const attached of found.attached) reading.sources.set(attached.path, attached);
  if (found.resource) reading.resources.push(found.resource);
}

/**
 * Of text that is no YAML (a chart with `{{ }}` for another tool): whether it was meant for us. What broke before its kind could be read is
 * ours when the kind stands at the margin: passed over, the resource would look as if it had been taken away.
 */
function looksLikeResource(source: Source, yaml: Document.Parsed, { skipped }: ReadDocument): boolean {
  const text = source.text.slice(yaml.range[0], yaml.range[2]);
  return (skipped ? /^["']?(kind|code)["']?\s*:/m : /^[\s{]*["']?(kind|code)["']?\s*:/m).test(text);
}

function finish(files: number, reading: Reading, words: Vocabulary): Project {
  const { resources, sources, skipped } = reading;
  const sourceLine = (file: string, line: number) => sources.get(file)?.line(line);
  const { byAddress, diagnostics } = assignAddresses(resources, words, sourceLine);
  const config = reading.config ?? readConfigOfNone();
  const addresses = new Map([
    ...reading.broken.map((resource): [string, Resource] => [resource.address, resource]),
    ...byAddress,
  ]);
  const kinds = Map.groupBy(resources, ({ kind }) => kind);
  const missing = sources.has(configFile) ? [] : [noConfig];
  return {
    config: config.config,
    resources,
    byAddress: addresses,
    diagnostics: [...missing, ...reading.diagnostics, ...diagnostics].sort(byPlace),
    files,
    skipped,
    ofKind: (kind) => kinds.get(kind) ?? [],
    locateConfig: config.locate,
    sourceLine,
  };
}

const noConfig: Diagnostic = {
  severity: 'error',
  code: readingCodes.noProject.code,
  message: `there is no ${configFile}`,
  suggestion: 'crmctl init makes a project',
  file: configFile,
};

/** A project whose `crmctl.yaml` is missing or no YAML has the defaults. */
function readConfigOfNone(): ReadConfig {
  const source = sourceOf({ path: configFile, text: '{version: 1, name: unnamed, timezone: UTC}' });
  return readConfig(
    source,
    readYaml({ path: configFile, text: source.text }, { expressions: new Set(), texts: new Set() }).documents[0]!.yaml,
  );
}
