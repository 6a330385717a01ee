import type { PhotoFacts, PhotoPlace } from '../../../workers/protocol';

/** What of a photo's facts is there, as pairs of a name and words for the user. */
export function factWords(facts: PhotoFacts): readonly (readonly [name: string, words: string])[] {
  const { time, zone, place, camera, creator, rights, keywords, paths, rating } = facts;
  const all: readonly (readonly [string, string | null])[] = [
    ['Taken', time === null ? null : `${time.replace('T', ' ')} ${zone ?? '(no time zone in the file)'}`],
    ['Place', place === null ? null : placeWords(place)],
    ['Camera', camera],
    ['By', creator],
    ['Rights', rights],
    ['Keywords', [...keywords, ...paths.map((path) => path.replaceAll('|', ' › '))].join(', ')],
    ['Rating', rating === null ? null : rating < 0 ? 'rejected' : `${rating} of 5`],
  ];
  return all.flatMap(([name, words]) => (words === null || words === '' ? [] : [[name, words] as const]));
}

/** `52.50100° S, 1.03417° W, ± 5 m`: five digits are a metre. */
function placeWords({ latitude, longitude, uncertainty }: PhotoPlace): string {
  const side = (value: number, [positive, negative]: readonly [string, string]) =>
    `${Math.abs(value).toFixed(5)}° ${value < 0 ? negative : positive}`;
  const within = uncertainty === null ? '' : `, ± ${Math.round(uncertainty)} m`;
  return `${side(latitude, ['N', 'S'])}, ${side(longitude, ['E', 'W'])}${within}`;
}
