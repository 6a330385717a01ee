import { fileURLToPath } from 'node:url';
import {
  type EnrichmentSettings,
  fillPrompt,
  meanDirection,
  PAPER_SETTINGS,
  POCKET_SETTINGS,
  type RankedClass,
  row,
  stack,
} from '../../core';
import { POCKET_PROMPTS } from '../../src/engine/state/request/models';
import { loadNodeEncoder } from '../../workers/encoder/node';
import { openLocalIndex } from '../../workers/retrieval/search/local';
import { atomsOf, classify } from '../evaluate/ranking/classify.ts';
import { world } from '../world.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The settings under which the samples are compared: zero-shot, the pocket's own and the paper's. */
const SETTINGS: readonly EnrichmentSettings[] = [
  { ...PAPER_SETTINGS, alpha: 0, beta: 0 },
  POCKET_SETTINGS,
  PAPER_SETTINGS,
];
/** Two best scores nearer than this may change places between back ends. */
const CLEAR = 0.004;

/** Tells of picture files whether 32-bit and 8-bit weights agree on them, and clearly. */
export interface TieJudge {
  /** For each file, whether its best classes lie so close, right or wrong, that back ends may differ on it. */
  nearTies(files: readonly string[]): Promise<boolean[]>;
  dispose(): Promise<void>;
}

/** Loads the pocket model in both precisions, with all classes of the world as the page has them. */
export async function loadTieJudge(): Promise<TieJudge> {
  const names = world.flatMap(({ knowledge }) =>
    knowledge.classes.map(({ name, synonyms }) => [name, ...synonyms]),
  );
  const index = await openLocalIndex(at('../../index-shards/pocket'));
  const judges = await Promise.all(
    (['fp32', 'q8'] as const).map(async (precision) => {
      const encoder = await loadNodeEncoder(at('../../public/models/pocket-siglip'), {
        precision,
        threads: 1,
      });
      const prototypes = async (template: string) => {
        const merged = [];
        for (const own of names) {
          const texts = await encoder.embedTexts(own.map((name) => fillPrompt(template, name)));
          merged.push(meanDirection(own.map((_, i) => row(texts, i))));
        }
        return stack(merged);
      };
      const classes = await atomsOf(
        await prototypes(POCKET_PROMPTS.zeroShot),
        await prototypes(POCKET_PROMPTS.retrieval),
        index,
        PAPER_SETTINGS.k,
      );
      return { encoder, classes };
    }),
  );
  return {
    async nearTies(files) {
      const rankings: RankedClass[][][][] = [];
      for (const { encoder, classes } of judges) {
        const photos = await encoder.embedPhotos([...files]);
        rankings.push(classify(await atomsOf(photos, photos, index, PAPER_SETTINGS.k), classes, SETTINGS));
      }
      return files.map((_, i) =>
        SETTINGS.some((_, s) => {
          const [exact, small] = rankings.map((ranking) => ranking[s]![i]!);
          return small![0]!.index !== exact![0]!.index || exact![0]!.score - exact![1]!.score <= CLEAR;
        }),
      );
    },
    async dispose() {
      await Promise.all(judges.map(({ encoder }) => encoder.dispose()));
    },
  };
}
