/**
 * Who may import whom:
 * core ← index-shards/format ← workers ← src/engine ← src/features ← src/app.
 * Within workers and the engine each wing says below what it may import; `docs/architecture.md` draws it.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const layers = [
  ['core', '^core/'],
  ['index-shards/format', '^index-shards/format/'],
  ['workers', '^workers/'],
  ['src/engine', '^src/engine/'],
  ['src/features', '^src/features/'],
  ['src/app', '^src/(app/|main\\.tsx$)'],
];

const TESTS = '(\\.test\\.tsx?$|/testing/)';

const upward = layers.map(([name, path], level) => ({
  name: `${name.replaceAll('/', '-')}-imports-only-below`,
  severity: 'error',
  from: { path },
  to: {
    path: [
      ...layers.slice(level + 1).map(([, higher]) => higher),
      '^index-shards/builder/',
      '^pocket/',
      '^bench/',
      '^e2e/',
      '^scripts/',
    ],
  },
}));

/** A wing and all of the project's own code that it may import beside itself. */
const wings = [
  ['workers/protocol', [], 'Types and constants that pass a worker’s door.'],
  ['workers/net', ['workers/protocol'], 'Fetching knows nothing of what it fetches for.'],
  ['workers/storage', [], 'Storage knows files, not indexes or models.'],
  ['workers/retrieval/kernels', [], 'The compiled kernels know vectors only.'],
  [
    'workers/retrieval/cache',
    ['workers/retrieval/kernels', 'workers/storage'],
    'What of an index is in memory.',
  ],
  [
    'workers/retrieval/download',
    ['workers/net', 'workers/storage'],
    'Manifest and shards, from host to storage.',
  ],
  [
    'workers/retrieval/search',
    [
      'workers/protocol',
      'workers/retrieval/cache',
      'workers/retrieval/download',
      'workers/retrieval/kernels',
      'workers/storage',
    ],
    'A search reads what is in memory.',
  ],
  [
    'workers/retrieval/methods',
    [
      'workers/protocol',
      'workers/retrieval/search',
      'workers/retrieval/cache',
      'workers/retrieval/download',
      'workers/retrieval/kernels',
      'workers/storage',
    ],
    'What single methods ask of an index beyond a search.',
  ],
  [
    'workers/retrieval',
    ['workers/protocol', 'workers/net', 'workers/storage', 'workers/intake'],
    'The retrieval worker; indexes come in archives too.',
  ],
  ['workers/encoder', ['workers/protocol', 'workers/net', 'workers/storage'], 'The encoder worker.'],
  [
    'workers/sentences',
    ['workers/protocol', 'workers/net', 'workers/storage', 'workers/encoder'],
    'The second text encoder.',
  ],
  ['workers/scoring', ['workers/protocol'], 'Methods that look at all photos at once.'],
  ['workers/language', ['workers/protocol'], 'Captions read as language.'],
  [
    'workers/intake',
    ['workers/protocol', 'workers/encoder/image'],
    'Files on their way in: what they are, archives, what is there already.',
  ],
  ['workers/labels', ['workers/protocol'], 'Files of labels, and the pictures that they are of.'],
  ['workers/facts', ['workers/protocol'], 'What a photo’s file says of itself.'],
  [
    'workers/library',
    ['workers/protocol', 'workers/storage', 'workers/encoder/checkpoint', 'workers/intake'],
    'Models from this device, into the store.',
  ],
  ['workers/export', ['workers/protocol'], 'Writing results as files knows the results only.'],
  ['workers/projects', ['workers/protocol', 'workers/storage'], 'What is kept of projects.'],
  [
    'workers/stored',
    [
      'workers/protocol',
      'workers/storage',
      'workers/retrieval',
      'workers/encoder/checkpoint',
      'workers/projects',
      'workers/encoder/known-texts',
    ],
    'What is kept, wherever it lies.',
  ],
  ['workers/offline', ['workers/protocol', 'workers/net', 'workers/storage'], 'The service worker.'],
].map(([wing, others, comment]) => ({
  name: `${wing.replaceAll('/', '-')}-keeps-to-itself`,
  comment,
  severity: 'error',
  from: { path: `^${wing}/`, pathNot: TESTS },
  to: {
    path: '^(workers|src)/',
    pathNot: [wing, ...others].map((path) => `^${path}/`),
  },
}));

module.exports = {
  forbidden: [
    ...upward,
    ...wings,
    {
      name: 'core-is-pure',
      comment: 'core imports nothing from outside itself: no package, no DOM, no I/O.',
      severity: 'error',
      from: { path: '^core/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^core/' },
    },
    {
      name: 'src-talks-to-workers-by-the-protocol',
      comment: 'The page shares types and constants with its workers, no code.',
      severity: 'error',
      from: { path: '^src/', pathNot: TESTS },
      to: { path: '^workers/', pathNot: '^workers/protocol/' },
    },
    {
      name: 'features-use-the-engine-by-its-door',
      comment: 'src/engine/index.ts is what features and the shell see.',
      severity: 'error',
      from: { path: '^src/(features|app)/', pathNot: TESTS },
      to: { path: '^src/engine/', pathNot: '^src/engine/index\\.ts$' },
    },
    {
      name: 'kernels-by-their-door',
      comment:
        'workers/retrieval/kernels/index.ts is the one door for worker, builder, bench, pocket and e2e.',
      severity: 'error',
      from: { pathNot: ['^workers/retrieval/kernels/'] },
      to: {
        path: '^workers/retrieval/kernels/',
        pathNot: '/kernels/(index|node|browser|compile)\\.ts$',
      },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|worker|raw)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default'] },
  },
};
