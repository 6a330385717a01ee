import type { Species } from './growth/plant.ts';
import { lacy } from './species/lacy.ts';
import { lobed } from './species/lobed.ts';
import { odd } from './species/odd.ts';
import { pinnate } from './species/pinnate.ts';
import { undivided } from './species/undivided.ts';

/** The looks of each species, under its name. */
export const species: Readonly<Record<string, Species>> = {
  ...lacy,
  ...undivided,
  ...pinnate,
  ...lobed,
  ...odd,
};
