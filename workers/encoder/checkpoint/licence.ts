import type { Licence } from '../../protocol';
import type { CheckpointFiles } from './files/files';

/** Published checkpoints whose cards leave the licence out. `from` says who states it. */
const KNOWN: readonly { readonly name: RegExp; readonly licence: Licence; readonly from: string }[] = [
  {
    name: /mobile_?clip/i,
    licence: { name: 'Apple ML Research Model', use: 'research-only' },
    from: 'LICENSE_MODELS of apple/ml-mobileclip',
  },
  {
    name: /^(google|Xenova|onnx-community)\/siglip2?-/,
    licence: { name: 'apache-2.0', use: 'open' },
    from: 'the cards of google/siglip-* and google/siglip2-*',
  },
  {
    name: /^(openai|Xenova)\/clip-vit-(base|large)-patch/,
    licence: { name: 'mit', use: 'open' },
    from: 'LICENSE of openai/CLIP',
  },
  {
    name: /^pocket-siglip$/,
    licence: { name: 'apache-2.0', use: 'open' },
    from: 'LICENSE of Fernglass',
  },
];

const CARD = 'README.md';

/**
 * The terms that a checkpoint's card states between its first two lines of dashes; else those of this program's table of
 * published ones; else null. A card that cannot be had is no reason to refuse the checkpoint.
 */
export async function readLicence(files: CheckpointFiles): Promise<Licence | null> {
  return (await readCard(files)) ?? KNOWN.find(({ name }) => name.test(files.id))?.licence ?? null;
}

async function readCard(files: CheckpointFiles): Promise<Licence | null> {
  const listing = await files.listing();
  if (listing !== null && !listing.has(CARD)) return null;
  const card = await files.text(CARD).catch(() => null);
  return card === null ? null : licenceIn(card);
}

/** The licence in a card's front matter; null where it has none. `other` gives way to the licence's own name. */
export function licenceIn(card: string): Licence | null {
  const [, front] = card.match(/^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/) ?? [];
  const field = (name: string) =>
    front?.match(new RegExp(`^${name}:[ \\t]*["']?([^"'#\\r\\n]+?)["']?[ \\t]*$`, 'm'))?.[1];
  const id = field('license');
  const name = id === undefined || id === 'other' ? (field('license_name') ?? id) : id;
  return name === undefined ? null : { name, use: restrictionOf(name) };
}

const OPEN = /^(apache|mit|bsd|isc|cc0|unlicense|cc-by-\d|cc-by-sa|zlib|wtfpl|afl|artistic|mpl|l?gpl|agpl)/i;

/** What a licence forbids, as far as its name says. */
export function restrictionOf(name: string): Licence['use'] {
  if (/research|apple-am?lr|apple-ascl/i.test(name)) return 'research-only';
  if (/(^|[-_ ])nc([-_ ]|$)|non-?commercial/i.test(name)) return 'non-commercial';
  return OPEN.test(name) ? 'open' : 'unknown';
}
