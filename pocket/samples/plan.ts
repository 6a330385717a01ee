import { seeded } from '../random.ts';
import { type Domain, styleNames, world } from '../world.ts';

/** EXIF orientations and how the stored pixels are turned for each, in degrees clockwise. */
export const STORED_TURN = { 1: 0, 3: 180, 6: 270, 8: 90 } as const;

/** A sample picture to draw. */
export interface PlannedSample {
  readonly domain: Domain;
  readonly class: string;
  readonly style: string;
  readonly megapixels: number;
  readonly orientation: keyof typeof STORED_TURN;
  readonly format: 'jpg' | 'webp' | 'png';
}

/** Samples of each domain. */
export const SAMPLES_PER_DOMAIN = 24;

/**
 * What the samples show: classes of each domain evenly from head to tail, half of them in styles that training never saw, as files of
 * the kinds that people have. Nothing of it depends on what the model says.
 */
export function planSamples(): PlannedSample[] {
  return world.flatMap((domain) => {
    const { slug, classes } = domain.knowledge;
    const random = seeded('samples', slug);
    return Array.from({ length: SAMPLES_PER_DOMAIN }, (_, i): PlannedSample => {
      const styles = styleNames(domain.drawer, i % 2 === 0 ? 'train' : 'test');
      return {
        domain,
        class: classes[Math.floor((i * classes.length) / SAMPLES_PER_DOMAIN)]!.name,
        style: random.pick(styles),
        megapixels: random.between(0.6, 1.8),
        orientation: i % 6 === 4 ? random.pick([3, 6, 8] as const) : 1,
        format: i % 6 === 4 ? 'jpg' : (['jpg', 'png', 'webp'] as const)[i % 3]!,
      };
    });
  });
}
