/** Which end-to-end tests look at a folder; the first that fits a path counts. Any other path may matter to all. */
const LOOKED_AT: readonly (readonly [path: RegExp, specs: readonly string[]])[] = [
  [/^e2e\/(?!support\/).*\.spec\.ts$/, ['$&']],
  // The retrieval tests take the encoder's harness too.
  [/^e2e\/encoder\//, ['e2e/encoder/', 'e2e/retrieval/']],
  // The agreement of back ends is judged by the evaluation's program.
  [/^pocket\/(?!.*\.test\.ts$)/, ['e2e/encoder/agreement', 'e2e/encoder/pocket']],
  [/^e2e\/retrieval\//, ['e2e/retrieval/']],
  [/^(workers|index-shards|core|src)\/.*\.test\.tsx?$/, []],
  [/^workers\/encoder\//, ['e2e/encoder/', 'e2e/models/', 'e2e/intake/bad-photos', 'e2e/classify']],
  [/^workers\/(retrieval|storage)\//, ['e2e/retrieval/', 'e2e/indexes/', 'e2e/classify']],
  [/^workers\/net\//, ['e2e/encoder/hub', 'e2e/retrieval/hosts', 'e2e/bad-hosts', 'e2e/indexes/hosts']],
  [/^workers\/offline\//, ['e2e/platform/offline', 'e2e/platform/no-storage']],
  [/^workers\/(scoring|sentences|language)\//, ['e2e/methods']],
  [/^workers\/export\//, ['e2e/classify', 'e2e/intake/many-photos']],
  [/^index-shards\/(format|pocket)\//, ['e2e/retrieval/', 'e2e/classify', 'e2e/indexes/captions-to-use']],
  [/^src\/features\/photos\//, ['e2e/intake/', 'e2e/narrow', 'e2e/accessibility']],
  [/^src\/features\/classes\//, ['e2e/intake/bad-classes', 'e2e/classify', 'e2e/accessibility']],
  [/^src\/features\/(controls|methods)\//, ['e2e/controls', 'e2e/methods', 'e2e/accessibility']],
  [/^src\/features\/library\//, ['e2e/models/', 'e2e/indexes/', 'e2e/accessibility']],
  [/^src\/features\/project\//, ['e2e/classify', 'e2e/intake/many-photos']],
  [/^src\/features\/results\//, ['e2e/classify', 'e2e/methods', 'e2e/accessibility']],
  [/^src\/engine\/offline\//, ['e2e/platform/offline', 'e2e/platform/no-storage']],
  [/^core\/methods\//, ['e2e/methods', 'e2e/controls']],
  // Nothing of these gets into the page.
  [/^(docs|bench|\.github|\.ci)\/|\.md$|^(LICENSE|CITATION\.cff|biome\.json|\.gitignore)$/, []],
  [/^index-shards\/builder\/|^core\/testing\/|^scripts\/(?!vite\/|browser|cores|free-port|test\.ts)/, []],
];

/**
 * The end-to-end tests that look at what has changed.
 * @param changed paths below the root
 * @returns filters for Playwright, sorted, each once; `['e2e/']` is all of them, none means that no page is touched
 */
export function endToEndTestsOf(changed: readonly string[]): string[] {
  const specs = new Set<string>();
  for (const path of changed) {
    const [pattern, looking] = LOOKED_AT.find(([pattern]) => pattern.test(path)) ?? [/^/, ['e2e/']];
    for (const spec of looking) specs.add(spec === '$&' ? pattern.exec(path)![0] : spec);
  }
  return specs.has('e2e/') ? ['e2e/'] : [...specs].sort();
}
