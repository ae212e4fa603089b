import { isMap, type Document } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.js';
import { isZone } from '../model/zone.js';
import { finding } from './finding.js';
import { locator } from './landmarks.js';
import { didYouMean } from './nearest.js';
import type { Path, Place, ProjectConfig } from './project.js';
import { shapes } from './shape.js';
import type { Source } from './source.js';
import { read } from './walk/read.js';
import { report, startWalk, type Walk } from './walk/walk.js';

/** File that makes a folder a project. */
export const configFile = 'crmctl.yaml';

const code = shapes.string({ pattern: /^[A-Za-z0-9_-]+$/, patternName: 'a name of Latin letters, digits, - and _' });

/** `https://shop.retailcrm.ru`: of http or https, with a host. */
const address = /^https?:\/\/[^\s/]+(\/\S*)?$/;

export const configShape = shapes.object(
  {
    version: shapes.number({ integer: true, min: 1, max: 1, doc: 'Version of the language: 1.' }),
    name: shapes.string({
      pattern: /^[A-Za-z0-9_-]+$/,
      patternName: 'a name of Latin letters, digits, - and _',
      doc: 'Name of the project.',
    }),
    timezone: shapes.string({
      doc: "IANA zone of the account, such as Europe/Moscow: the CRM's times carry no offset.",
    }),
    currency: shapes.string({
      pattern: /^[A-Z]{3}$/,
      patternName: 'a currency code such as RUB',
      doc: 'ISO 4217. Default: RUB.',
    }),
    locale: shapes.string({
      pattern: /^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/,
      patternName: 'a language such as ru',
      doc: 'Language of the shop. Default: ru.',
    }),
    tasks: shapes.object(
      {
        fallback: shapes.string({
          doc: 'Who gets tasks for which nobody is responsible: team/<code> or user/<e-mail>.',
        }),
      },
      { doc: 'Tasks for people.' },
    ),
    shop: shapes.map(shapes.string({ numbers: true }), {
      keys: shapes.string({
        pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
        patternName: 'a name of Latin letters, digits and _',
      }),
      doc: 'Texts and numbers of the shop, read as shop.<key> in texts and expressions: name, url, phone, hours …',
    }),
    environments: shapes.map(
      shapes.object(
        {
          crm: shapes.object(
            {
              url: shapes.string({
                doc: 'Address of the CRM. Absent: the embedded one.',
                pattern: address,
                patternName: 'an address such as https://shop.retailcrm.ru',
              }),
              key: shapes.string({ sensitive: true, doc: 'API key, as ${NAME}.' }),
              site: shapes.string({ doc: 'Code of the shop in the CRM.' }),
            },
            { doc: 'The CRM.' },
          ),
          automation: shapes.object(
            {
              url: shapes.string({
                doc: 'Address of `crmctl serve`. Absent: the file in .crmctl/.',
                pattern: address,
                patternName: 'an address such as https://automation.shop.ru',
              }),
              token: shapes.string({ sensitive: true, doc: 'Its key, as ${NAME}.' }),
            },
            { doc: 'The automation API.' },
          ),
        },
        { name: 'Environment' },
      ),
      { keys: code, doc: 'CRMs that the project can be applied to. Default: local, the embedded one.' },
    ),
  },
  { name: 'Config', doc: 'Configuration of the project.', required: ['version', 'name', 'timezone'] },
);

const defaults: ProjectConfig = {
  version: 1,
  name: 'unnamed',
  timezone: 'UTC',
  currency: 'RUB',
  locale: 'ru',
  environments: { local: {} },
};

export interface ReadConfig {
  readonly config: ProjectConfig;
  readonly diagnostics: readonly Diagnostic[];
  readonly locate: (path: Path) => Place;
}

const exampleConfig = `version: 1
name: my-shop
timezone: Europe/Moscow
currency: RUB
locale: ru
tasks: {fallback: user/head@example.com}
environments:
  local: {}
`;

/** Reads `crmctl.yaml`; what is missing or wrong is reported and has its default. */
export function readConfig(source: Source, document: Document.Parsed): ReadConfig {
  const walk = startWalk({
    source,
    document,
    attachments: new Map(),
    interpolates: (path) => path[0] === 'environments',
    example: exampleConfig,
  });
  const locate = locator(source, 0, walk.landmarks);
  const contents = document.contents;
  if (contents === null) return { config: defaults, diagnostics: [emptyConfig(source)], locate };
  // The shape gives objects of the config's form, each member checked; absent ones have their defaults.
  const found = read(configShape, contents, walk) as Partial<ProjectConfig> | undefined;
  const config = { ...defaults, ...found };
  const zone = found?.timezone;
  if (zone === undefined || isNamedZone(zone)) return { config, diagnostics: walk.diagnostics, locate };
  reportZone(zone, walk);
  return { config: { ...config, timezone: defaults.timezone }, diagnostics: walk.diagnostics, locate };
}

export function emptyConfig(source: Source): Diagnostic {
  return finding(source, 'missingKey', 0, 0, `${configFile} is empty`, 'write version, name and timezone');
}

function isNamedZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && isZone(name);
}

function reportZone(name: string, walk: Walk): void {
  const contents = walk.document.contents;
  const node = isMap(contents) ? contents.get('timezone', true) : undefined;
  const zones = Intl.supportedValuesOf('timeZone');
  const suggestion =
    didYouMean(name, zones) ??
    zones
      .filter((zone) => zone.toLowerCase().endsWith(`/${name.toLowerCase()}`))
      .map((zone) => `did you mean "${zone}"?`)[0];
  const message = `there is no time zone "${name}"`;
  if (node) report(walk, 'badValue', node, message, suggestion ?? 'an IANA name such as Europe/Moscow');
}
