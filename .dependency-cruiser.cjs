/**
 * Who may import whom:
 * core ← index-shards/format ← workers ← src/engine ← src/features ← src/app.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const layers = [
  ['src/core', '^src/core/'],
  ['index-shards/format', '^index-shards/format/'],
  ['workers', '^workers/'],
  ['src/engine', '^src/engine/'],
  ['src/features', '^src/features/'],
  ['src/app', '^src/(app/|main\\.tsx$)'],
];

const upward = layers.map(([name, path], level) => ({
  name: `${name.replaceAll('/', '-')}-imports-only-below`,
  severity: 'error',
  from: { path },
  to: {
    path: [
      ...layers.slice(level + 1).map(([, higher]) => higher),
      '^index-shards/build/',
      '^pocket/',
      '^bench/',
      '^e2e/',
      '^scripts/',
    ],
  },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'core-is-pure',
      comment: 'src/core imports nothing from outside itself: no package, no DOM, no I/O.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/core/' },
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
