import type { Random } from '../random.ts';

const files: readonly string[] = ['IMG', 'DSC', 'DSCF', 'PXL', 'scan', 'Screenshot', 'P', 'image'];
const endings: readonly string[] = ['JPG', 'jpg', 'png', 'jpeg', 'webp', 'TIF'];
const hosts: readonly string[] = [
  'example.org',
  'example.com',
  'example.net',
  'pictures.example.com',
  'www.example.org',
];
const nothings: readonly string[] = [
  'null',
  'N/A',
  'none',
  'undefined',
  'alt',
  'image',
  'caption',
  '-',
  '...',
  'Untitled',
  'nbsp',
  '[object Object]',
  'click here',
  'Loading',
];
const shouts: readonly string[] = [
  'BUY NOW',
  'BEST PRICE',
  'FREE SHIPPING',
  '100% ORIGINAL',
  'CLICK HERE',
  'LIMITED OFFER',
  'SALE SALE SALE',
  'WHOLESALE ONLY',
  'NEW 2024',
  'TOP QUALITY',
];
const emoji: readonly string[] = ['🌿', '😂', '🔥', '❤️', '📷', '⚡', '🙏', '✨', '👍', '🪴', '🎉', '💡'];

const languages: Readonly<Record<'openings' | 'middles' | 'ends', readonly (readonly string[])[]>> = {
  openings: [
    [
      'Ein altes Fahrrad',
      'Unser Garten',
      'Die kleine Werkstatt',
      'Meine Großmutter',
      'Der letzte Zug',
      'Ein Stück Kuchen',
    ],
    [
      'Un vieux vélo',
      'Notre jardin',
      'Le petit atelier',
      'Ma grand-mère',
      'Le dernier train',
      'Une part de gâteau',
    ],
    [
      'Una bicicleta vieja',
      'Nuestro jardín',
      'El pequeño taller',
      'Mi abuela',
      'El último tren',
      'Un trozo de tarta',
    ],
  ],
  middles: [
    ['steht', 'wartet', 'verschwindet', 'leuchtet', 'bleibt'],
    ['attend', 'reste', 'disparaît', 'repose', 'arrive'],
    ['espera', 'descansa', 'desaparece', 'se queda', 'llega'],
  ],
  ends: [
    ['im Regen', 'hinter dem Haus', 'am frühen Morgen', 'neben der Kirche', 'seit gestern', 'ohne ein Wort'],
    [
      'sous la pluie',
      'derrière la maison',
      'au petit matin',
      'près de l’église',
      'depuis hier',
      'sans un mot',
    ],
    [
      'bajo la lluvia',
      'detrás de la casa',
      'por la mañana',
      'junto a la iglesia',
      'desde ayer',
      'sin decir nada',
    ],
  ],
};

const genera: readonly string[] = [
  'Quercus',
  'Bellis',
  'Primula',
  'Rosa',
  'Carex',
  'Parus',
  'Vulpes',
  'Lumbricus',
];
const epithets: readonly string[] = [
  'montana',
  'vulgaris',
  'alba',
  'minor',
  'sylvestris',
  'rubra',
  'major',
  'palustris',
];

type Spoiler = (sentences: readonly string[], random: Random) => string;

/** The same sentence as somebody else typed it. */
const again: readonly ((sentence: string, random: Random) => string)[] = [
  (sentence) => sentence,
  (sentence) => sentence.toUpperCase(),
  (sentence) => sentence.toLowerCase(),
  (sentence) => `${sentence}.`,
  (sentence) => `${sentence}!!`,
  (sentence) => sentence.replaceAll(',', ''),
  (sentence) => sentence.replaceAll(' ', '  '),
  (sentence) => `“${sentence}”`,
  (sentence) => `  ${sentence} `,
  (sentence) => sentence.replaceAll(' ', ' - '),
];

/** Kinds of junk. The first, sentences told again, is as common as all others. */
const spoilers: readonly [Spoiler, ...Spoiler[]] = [
  (sentences, random) => random.pick(again)(random.pick(sentences), random),
  (_, random) => `${random.pick(files)}_${random.whole(1, 99999)}.${random.pick(endings)}`,
  (_, random) =>
    `https://${random.pick(hosts)}/${random.whole(2001, 2024)}/${random.pick(files).toLowerCase()}?id=${random.whole(1, 9999)}`,
  (_, random) => random.pick(nothings),
  (_, random) =>
    random.chance(0.5)
      ? String(random.whole(0, 999999))
      : `${random.whole(100, 4000)}x${random.whole(100, 4000)} ${random.whole(10, 900)} KB`,
  (sentences, random) => {
    const word = random.pick(random.pick(sentences).split(' '));
    return Array.from({ length: random.whole(4, 12) }, () => word).join(' ');
  },
  (sentences, random) =>
    `${random.sample(shouts, 3).join(' ')} ${random.pick(sentences).split(' ').slice(0, 3).join(' ').toUpperCase()}`,
  (sentences, random) => {
    const sentence = random
      .pick(sentences)
      .replaceAll(' ', random.pick(['&nbsp;', ' &amp; ', '<br>', ' &quot; ']));
    return random.chance(0.5) ? sentence : `<p class="caption">${sentence}</p>`;
  },
  (sentences, random) => {
    const sentence = random.pick(sentences);
    return sentence.slice(0, Math.max(3, Math.floor(sentence.length * random.between(0.15, 0.6))));
  },
  (_, random) => {
    const language = random.whole(0, 2);
    const { openings, middles, ends } = languages;
    const words = [openings, middles, ends].map((choices) => random.pick(choices[language]!));
    return words.join(' ');
  },
  (_, random) =>
    `${random.pick(genera)} ${random.pick(epithets)} ${random.chance(0.5) ? 'L.' : `(${random.whole(1760, 1990)})`}`,
  (sentences, random) => {
    const all: string[] = [];
    while (all.join('; ').length <= 420) all.push(random.pick(sentences));
    return all.join('; ');
  },
  (_, random) => random.sample(emoji, random.whole(1, 5)).join(random.chance(0.5) ? '' : ' '),
];

/**
 * What a crawl holds besides sentences, for a builder to clean away: file names, addresses, shouting, other languages, sentences cut
 * short, run together or told twice.
 * @param sentences what to spoil
 */
export function junk(sentences: readonly string[], count: number, random: Random): string[] {
  const [tellAgain, ...others] = spoilers;
  return Array.from({ length: count }, () =>
    (random.chance(0.5) ? tellAgain : random.pick(others))(sentences, random),
  );
}
