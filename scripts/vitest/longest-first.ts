import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of tests that take many seconds, longest first. */
const LONGEST = [
  'index-shards/builder/memory.test.ts',
  'index-shards/builder/cli.test.ts',
  'index-shards/builder/build.test.ts',
  'index-shards/builder/jobs/cluster.test.ts',
  'pocket/samples/samples.test.ts',
  'pocket/pictures/ferns/ferns.test.ts',
];

/**
 * Starts the long files first: begun last, one of them would keep a single core busy after all else is done. Vitest knows
 * how long files take only where it ran them before.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((path) => moduleId.replaceAll('\\', '/').endsWith(`/${path}`));
      return at < 0 ? LONGEST.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
