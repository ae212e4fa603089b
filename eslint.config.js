import tseslint from 'typescript-eslint';

/** Which rooms a room may look into (docs/architecture.md): arrows point inward. A room may always use itself. */
const mayImport = {
  model: [],
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
  server: ['model', 'language', 'vocabulary'],
  apply: ['model', 'language', 'vocabulary', 'crm', 'plan'],
  run: ['model', 'language', 'vocabulary', 'engine', 'crm', 'channels', 'server', 'simulate'],
  render: ['model', 'language', 'vocabulary', 'plan', 'simulate', 'run', 'apply', 'engine', 'import', 'library'],
  workspace: ['model', 'language', 'vocabulary'],
  environment: ['model', 'language', 'vocabulary', 'crm', 'server', 'workspace'],
};

/** Rooms that compute only: no files, network, clock, environment, process. */
const pureRooms = ['model', 'language', 'vocabulary', 'engine', 'plan', 'render', 'demo', 'import', 'library'];
const effects = [
  'fs',
  'fs/promises',
  'net',
  'http',
  'https',
  'child_process',
  'os',
  'process',
  'worker_threads',
  'timers',
  'timers/promises',
];

const rooms = Object.keys(mayImport);
const layerRules = rooms.map((room) => {
  const forbidden = [...rooms, 'commands', 'cli', 'hooks']
    .filter((other) => other !== room && !mayImport[room].includes(other))
    .map((other) => other + exceptionsOf(room, other));
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
              message: `src/${room} must not look into that room (arrows point inward).`,
            },
            ...(pureRooms.includes(room)
              ? [
                  {
                    regex: `^(node:)?(${effects.join('|')})$|^(undici|better-sqlite3|nodemailer|execa|busboy)$`,
                    message: `src/${room} computes; effects live outside.`,
                  },
                ]
              : []),
          ],
        },
      ],
      ...(pureRooms.includes(room) && {
        'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval'],
        'no-restricted-properties': [
          'error',
          { object: 'Date', property: 'now' },
          { object: 'Math', property: 'random' },
        ],
      }),
    },
  };
});

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
