import tseslint from 'typescript-eslint';

/** Which rooms a room may look into (docs/architecture.md): arrows point inward. A room may always use itself. */
const mayImport = {
  model: [],
  machine: [],
  sqlite: [],
  // It is given the words (their types, vocabulary/word.ts) and knows none by name.
  language: ['model', 'vocabulary/word.js'],
  vocabulary: ['model', 'language'],
  engine: ['model', 'language', 'vocabulary'],
  crm: ['model', 'language', 'vocabulary'],
  plan: ['model', 'language', 'vocabulary', 'engine'],
  import: ['model', 'language', 'vocabulary', 'crm', 'plan'],
  library: ['model', 'language', 'vocabulary', 'plan', 'import'],
  simulate: ['model', 'language', 'vocabulary', 'engine', 'crm'],
  channels: ['model', 'vocabulary'],
  demo: ['model'],
  server: ['sqlite', 'model', 'language', 'vocabulary'],
  apply: ['machine', 'model', 'language', 'vocabulary', 'crm', 'plan'],
  run: ['machine', 'sqlite', 'model', 'language', 'vocabulary', 'engine', 'crm', 'channels', 'server', 'simulate'],
  render: ['model', 'language', 'vocabulary', 'plan', 'simulate', 'run', 'apply', 'engine', 'import', 'library'],
  workspace: ['model', 'language', 'vocabulary'],
  environment: ['machine', 'sqlite', 'model', 'language', 'vocabulary', 'crm', 'server', 'workspace'],
};

/** Rooms that compute only: no files, network, clock, environment, randomness, process. */
const pureRooms = ['model', 'language', 'vocabulary', 'engine', 'plan', 'render', 'demo', 'import', 'library'];
/** Packages that compute only as well. Nothing of Node is among them; who needs some is named in `doors`. */
const purePackages = ['@dagrejs/dagre', '@marcbachmann/cel-js', 'ajv', 'chalk', 'croner', 'twing/light', 'yaml'];
/** Files of pure rooms that take something of Node, and what. */
const doors = {
  'src/model/digest.ts': { name: 'node:crypto', allowImportNames: ['createHash', 'hash'] },
  'src/language/text/twing.ts': { name: 'node:module', allowImportNames: ['createRequire'] },
};
/** Globals that tell the time, know the host, or do something. */
const impureGlobals = [
  ...['process', 'global', 'globalThis', 'performance', 'crypto', 'navigator', 'console', 'require'],
  ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
];

const rooms = Object.keys(mayImport);
const layerRules = rooms.flatMap((room) => [
  {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns: importsRefused(room) }],
      'no-restricted-syntax': ['error', ...syntaxRefused(room)],
      ...(pureRooms.includes(room) && {
        'no-restricted-globals': ['error', ...impureGlobals],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now' },
          { object: 'Math', property: 'random' },
        ],
      }),
    },
  },
  ...Object.entries(doors)
    .filter(([file]) => file.startsWith(`src/${room}/`))
    .map(([file, door]) => ({
      files: [file],
      rules: { 'no-restricted-imports': ['error', { paths: [door], patterns: importsRefused(room, door.name) }] },
    })),
]);

function importsRefused(room, door) {
  const packages = door === undefined ? purePackages : [...purePackages, door];
  return [
    { regex: foreign(room), message: `src/${room} must not look into that room (arrows point inward).` },
    ...(pureRooms.includes(room)
      ? [{ regex: `^(?!\\.|(${packages.join('|')})$)`, message: `src/${room} computes; effects live outside.` }]
      : []),
  ];
}

/** What an import statement is not: `import()` of a value or of a type; and the clock, read without a name. */
function syntaxRefused(room) {
  const effect = `src/${room} computes; effects live outside.`;
  return [
    { selector: 'TSImportType', message: 'Import the type at the top: there the rooms are checked.' },
    ...(pureRooms.includes(room)
      ? [
          { selector: 'ImportExpression', message: effect },
          { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: effect },
          { selector: "CallExpression[callee.name='Date']", message: effect },
        ]
      : [
          {
            selector: "ImportExpression:not([source.type='Literal'])",
            message: 'Name the file: the rooms are checked.',
          },
          {
            selector: `ImportExpression[source.value=/${foreign(room).replaceAll('/', '\\u002F')}/]`,
            message: `src/${room} must not look into that room (arrows point inward).`,
          },
        ]),
  ];
}

/** Paths into rooms that are closed to a room. */
function foreign(room) {
  const closed = [...rooms, 'commands', 'cli', 'hooks']
    .filter((other) => other !== room && !mayImport[room].includes(other))
    .map((other) => other + exceptionsOf(room, other));
  return `^(\\.\\./)+(${closed.join('|')})/`;
}

/** Single files of a room that are open to another: `vocabulary/word.js`. */
function exceptionsOf(room, other) {
  const files = mayImport[room]
    .filter((path) => path.startsWith(`${other}/`))
    .map((path) => path.slice(other.length + 1));
  return files.length > 0 ? `(?!/(${files.join('|')})$)` : '';
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'ci/', 'coverage/', '.crmctl/'] },
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  ...layerRules,
);
