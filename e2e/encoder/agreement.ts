import { fileURLToPath } from 'node:url';
import { stack, unwrap } from '../../core';
import { bestClasses, COMPARED, type Towers } from '../../pocket/evaluate/agreement/agreement';
import { drawMissing, heldOut } from '../../pocket/evaluate/pictures/pictures';
import { world } from '../../pocket/world';
import { loadNodeEncoder } from '../../workers/encoder/node';
import type { Rung } from '../../workers/protocol';
import { openLocalIndex } from '../../workers/retrieval/search/local';
import { type EncoderPage, expect, test } from './harness';
import { expectPocketReference, pocketSource, withoutTextsBeside } from './reference';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Test pictures of each class as `npm run eval:agreement` asks for; null in the test run. */
const asked = process.env.FERNGLASS_AGREEMENT_PER_CLASS;
/** Pictures sent to the page at once. */
const AT_ONCE = 16;
/** One picture of so many, where a few are enough. */
const EVERY = 6;
/** Part of the pictures that must have the same best class. */
const AGREE = 0.995;

/**
 * Loads the pocket model on this rung, and checks that it agrees with PyTorch and gives test pictures the same best classes
 * as in Node, at the same precision.
 * @param few in the test run, a picture of some classes of one domain is enough
 */
export async function expectNodesAnswers(encoder: EncoderPage, rung: Rung, few = false): Promise<void> {
  const perClass = Number(asked ?? 1);
  const isWhole = asked !== undefined || !few;
  const chosen = isWhole ? world : world.slice(0, 1);
  const pictures = heldOut('test', perClass, chosen).filter((_, i) => isWhole || i % EVERY === 0);
  test.setTimeout(600_000 + pictures.length * 4_000);
  await drawMissing({ split: 'test', perClass, domain: null });
  const domains = chosen.map(({ knowledge }) => knowledge);
  const answersOf = async (towers: Towers) =>
    bestClasses(towers, await openLocalIndex(at('../../index-shards/pocket')), domains, pictures);
  const answersInNode = async () => {
    const inNode = await loadNodeEncoder(at('../../public/models/pocket-siglip'), rung);
    const best = await answersOf(inNode);
    await inNode.dispose();
    return best;
  };
  const answersInBrowser = () =>
    withoutTextsBeside(encoder, async () => {
      const { selfTestCosine } = unwrap(await encoder.load(pocketSource(encoder.page), rung));
      expect(selfTestCosine).toBeGreaterThan(0.999);
      await expectPocketReference(encoder, rung.precision);
      return answersOf(towersOf(encoder));
    });
  // Each of them keeps one core busy.
  const [expected, actual] = await Promise.all([answersInNode(), answersInBrowser()]);
  for (const method of COMPARED) {
    const different = pictures.filter((_, i) => actual[method][i] !== expected[method][i]);
    if (asked)
      console.log(
        `${rung.backend} ${rung.precision}, ${method}: ${pictures.length - different.length} of ${pictures.length} pictures have Node's best class`,
      );
    const names = different.map(({ file }) => file).join('\n');
    expect(different.length, `${method}: other best classes than in Node\n${names}`).toBeLessThanOrEqual(
      (1 - AGREE) * pictures.length,
    );
  }
}

function towersOf(encoder: EncoderPage): Towers {
  return {
    embedTexts: async (texts) => stack(unwrap(await encoder.embedTexts(texts))),
    async embedPhotos(paths) {
      const rows: number[][] = [];
      for (let start = 0; start < paths.length; start += AT_ONCE)
        for (const photo of await encoder.embedPhotos(paths.slice(start, start + AT_ONCE)))
          rows.push(unwrap(photo).embedding);
      return stack(rows);
    },
  };
}
