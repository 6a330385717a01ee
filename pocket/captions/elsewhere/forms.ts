import { withArticle as a } from '../wording.ts';

/** What a sentence about something else is filled with. */
export interface Words {
  readonly thing: string;
  readonly other: string;
  readonly quality: string;
  readonly second: string;
  readonly place: string;
  readonly doing: string;
  readonly person: string;
  readonly town: string;
  readonly year: number;
  readonly price: number;
  readonly few: string;
  readonly when: string;
}

/** Who and where and when, the same for all subjects. */
export const people: readonly string[] = [
  'my uncle',
  'a neighbour',
  'our teacher',
  'grandmother',
  'the club',
  'a colleague',
  'an old friend',
  'my sister',
  'the man next door',
  'a volunteer',
  'the landlady',
  'our eldest',
  'a reader',
  'the local paper',
  'a retired engineer',
  'somebody from work',
  'the whole class',
  'my flatmate',
  'an apprentice',
  'the vicar',
];
export const towns: readonly string[] = [
  'Leeds',
  'Porto',
  'Graz',
  'Bergen',
  'Utrecht',
  'Galway',
  'Ghent',
  'Toulouse',
  'Brno',
  'Malmö',
  'Kyoto',
  'Valparaíso',
  'Cork',
  'Trieste',
  'Dundee',
  'Halifax',
  'Nairobi',
  'Bristol',
  'Basel',
  'Riga',
  'Hobart',
  'Oaxaca',
];
export const numbers: readonly string[] = [
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'nine',
  'ten',
  'twelve',
];
export const times: readonly string[] = [
  'last spring',
  'on Tuesday',
  'this morning',
  'in October',
  'over the weekend',
  'years ago',
  'during the holidays',
  'at half past six',
  'yesterday',
  'before breakfast',
  'on a wet Sunday',
  'late in the evening',
  'the other day',
];

/** Ways to say something about a thing, in the registers of the web; each fits every subject. */
export const forms: readonly ((w: Words) => string)[] = [
  // Alt texts and titles.
  (w) => `${w.quality} ${w.thing} ${w.place}`,
  (w) => `${a(w.thing)} ${w.place}, ${w.doing}`,
  (w) => `the ${w.quality} ${w.thing}, ${w.doing}`,
  (w) => `photo of ${a(`${w.quality} ${w.thing}`)}, ${w.doing}`,
  (w) => `${w.thing} and ${w.other} ${w.place}`,
  (w) => `${w.thing}, ${w.doing}`,
  (w) => `close-up of the ${w.quality} ${w.thing} ${w.place}`,
  (w) => `${w.place}: ${a(w.thing)} beside ${a(`${w.quality} ${w.other}`)}`,
  (w) => `${w.quality} and ${w.second}: ${a(w.thing)} ${w.place}`,
  (w) => `${w.thing} ${w.place}, ${w.town}, ${w.year}`,
  (w) => `postcard from ${w.town}: ${a(`${w.quality} ${w.thing}`)}`,
  (w) => `black-and-white picture of ${a(w.thing)} ${w.place}, about ${w.year}`,
  (w) => `stock image, ${w.quality} ${w.thing}, ${w.doing}`,
  (w) => `${w.few} pictures of the same ${w.thing}, ${w.doing}`,
  (w) => `untitled (${w.quality} ${w.thing}), ${w.town}`,
  // Forums and questions.
  (w) => `does anyone know what this ${w.thing} ${w.place} is worth?`,
  (w) => `has anybody else seen ${a(`${w.quality} ${w.thing}`)} ${w.place}?`,
  (w) => `choosing between ${a(w.thing)} and ${a(w.other)}`,
  (w) => `is ${a(`${w.quality} ${w.thing}`)} better than ${a(`${w.second} ${w.other}`)}?`,
  (w) => `please help: ${w.person} left ${a(`${w.quality} ${w.thing}`)} ${w.place}`,
  (w) => `what do you do with ${a(`${w.quality} ${w.thing}`)}? ours is ${w.place}`,
  (w) => `re: ${w.thing}, ${w.doing}; same here in ${w.town}`,
  (w) => `my ${w.few} cents on the ${w.quality} ${w.thing}`,
  (w) => `why is every ${w.thing} in ${w.town} so ${w.quality}?`,
  (w) => `thanks for the advice, the ${w.thing} is now ${w.place}`,
  (w) => `unpopular opinion: ${a(`${w.quality} ${w.thing}`)} beats any ${w.other}`,
  // Diaries, letters and tales.
  (w) => `day ${w.few}: ${a(w.thing)} ${w.place}`,
  (w) => `we found ${a(`${w.quality} ${w.thing}`)} ${w.place} ${w.when}`,
  (w) => `${w.person} showed me ${a(`${w.quality} ${w.thing}`)} ${w.when}`,
  (w) => `${w.when} I saw ${a(w.thing)}, ${w.doing}`,
  (w) => `I will never forget the ${w.quality} ${w.thing} ${w.place}`,
  (w) => `${w.person} swears that the ${w.thing} was ${w.quality} ${w.when}`,
  (w) => `dear diary, ${a(w.thing)} again, ${w.doing}`,
  (w) => `there was ${a(w.thing)} ${w.place}, ${w.quality} and ${w.doing}`,
  (w) => `a walk through ${w.town} ends with ${a(`${w.quality} ${w.thing}`)} ${w.place}`,
  // News, books and talks.
  (w) => `a short history of the ${w.thing}, with one ${w.place}`,
  (w) => `${w.town} gets its first ${w.quality} ${w.thing}`,
  (w) => `interview: ${w.person} on life with ${a(`${w.quality} ${w.thing}`)}`,
  (w) => `chapter ${w.few}, the ${w.thing} ${w.place}`,
  (w) => `${w.few} things you did not know about the ${w.quality} ${w.thing}`,
  (w) => `talk in ${w.town} ${w.when}: from the ${w.thing} to the ${w.other}`,
  (w) => `archive, ${w.year}: ${w.person} with ${a(w.thing)}, ${w.doing}`,
  (w) => `review: "The ${w.quality} ${w.thing}", ${w.year}, ${w.few} stars`,
  (w) => `correction: the ${w.thing} ${w.place} was not ${w.quality}`,
  (w) => `exhibition ${w.place}: the ${w.thing} since ${w.year}`,
  // Adverts and lists.
  (w) => `for sale: ${w.quality} ${w.thing}, ${w.price} euros, ask in ${w.town}`,
  (w) => `wanted: ${w.thing}, ${w.quality} or ${w.second}, up to ${w.price} pounds`,
  (w) => `lost ${w.when} in ${w.town}: ${w.quality} ${w.thing}`,
  (w) => `lot ${w.price}, ${a(`${w.quality} ${w.thing}`)} of about ${w.year}`,
  (w) => `item ${w.price}: ${w.thing} (${w.quality}), seen ${w.place}`,
  (w) => `free to a good home, ${a(`${w.quality}, ${w.second} ${w.thing}`)}`,
  (w) => `checklist for ${w.town}: ${w.thing}, ${w.other}, ${w.few} spare pencils`,
  (w) => `${w.few} people in a dozen prefer the ${w.thing}, says ${w.person}`,
  (w) => `rule ${w.few}: no ${w.thing} ${w.place}`,
  (w) => `${w.person} would swap ${a(w.other)} for ${a(`${w.quality} ${w.thing}`)}`,
  (w) => `the ${w.thing} is ${w.quality}, the ${w.other} is ${w.second}`,
];
