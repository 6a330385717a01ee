import type { Knowledge } from '../../domain.ts';

/** Sentences that name a class and say nothing of what it looks like, as much of the web does. `{}` is the name, `{a}` has its article. */
const anywhere: readonly string[] = [
  '{}, part two',
  'everything about the word "{}"',
  'who first described {a}?',
  '{}: frequently asked questions',
  'thread closed: {}',
  'quiz night, question nine: {}',
  'search results for "{}"',
  'video: {} in ten minutes',
  'my talk on {a} was moved to Friday',
  'translation needed for "{}"',
  'new sticker set, now with {a}',
  'I dreamt of {a} again',
  'how do you pronounce "{}"?',
  'reading list, chapter on {a}',
];

const ofCircuits: readonly string[] = [
  '{} tutorial for beginners',
  'my {} gets hot after ten minutes, any ideas?',
  'exam question about {a}',
  '{} kit, ships tomorrow',
  'lab report: {}',
  'a tiny {} on stripboard',
  'repairing {a} in an old radio',
  '{} calculator and formulas',
  'lecture slides, {}',
  'simulation file of {a}, see attachment',
  'which app note covers {a} best?',
  'the {} on my board went up in smoke',
  'second-year project: {}',
  'I ordered parts for {a} and two came broken',
  'can {a} run from a car adapter?',
  'application note 47, {}',
];

const ofComponents: readonly string[] = [
  '{}, pack of ten',
  '{} out of stock until March',
  'where do I buy {a} in small numbers?',
  'data sheet, {}, page one',
  'price list: {}',
  'testing {a} with a cheap meter',
  'is this {} genuine or a fake?',
  'drawer 14, {}',
  'spare {} from a broken printer',
  'the {} failed after nine years',
  'vocabulary test: {}',
  'replacing {a} without burning the board',
  'footprint wanted for {a}',
  'unboxing {a}',
  'a history of the {} in twelve patents',
  'which {} for my first kit?',
];

const ofFerns: readonly string[] = [
  '{}, three pots for the price of two',
  'spores of {a} to swap',
  'is {a} poisonous for cats?',
  'my {} died over winter, what now?',
  'guided walk with {a}, meet at nine',
  'checklist of the county: {}',
  '{}, author and year of the name',
  'new record of {a}, see the map',
  'plant label: {}',
  'where can I see {a} near Cardiff?',
  'the {} society meets on the first Monday',
  'repotting {a}, a film',
  'barcode of {a} in the gene bank',
  'chromosome counts in {a}',
  'postage stamp with {a}',
  'how often do you water {a}?',
];

/** The chatter of each domain. */
export const chatter: Readonly<Record<Knowledge['slug'], readonly string[]>> = {
  circuits: [...anywhere, ...ofCircuits],
  components: [...anywhere, ...ofComponents],
  ferns: [...anywhere, ...ofFerns],
};

/** Sentences that hardly commit themselves. `{kind}` is the class's kind. */
export const vague: readonly string[] = [
  'some {kind} or other, they called it {a}',
  'probably {a}, hard to tell',
  '{a}? or another {kind}?',
  'I always mix up {a} and {b}',
  'not sure whether this is {a} or {b}',
  'a typical {kind}, for example {a}',
  'from the {kind} page: {a}, {b} and others',
  'every {kind} looks alike to me, even {a}',
  'it might be {a} in a bad light',
  'unknown {kind}, filed under {}',
];

/** Sentences that tell one class from another by what the other has not. `{shape}` is true of `{a}` alone. */
export const comparing: readonly string[] = [
  'unlike {b}, {a} comes with {shape}',
  'the difference between {a} and {b}: only the first has {shape}',
  '{a} or {b}? look for {shape}',
  'do not mistake {a} for {b}: it has {shape}',
  'side by side: {b}, and {a} with {shape}',
  'take {b}, add {shape}, and you are close to {a}',
  '{a} is told from {b} by {shape}',
  'next to {b} you know {a} by {shape}',
  'much like {b}, but with {shape}: {a}',
];

/** Sentences that give another name of the same class. `{}` and `{other}` are its names. */
export const glossary: readonly string[] = [
  '{} ({other}) with {shape}',
  '{}, also called {other}: {shape}',
  '{other}, better known as {}: it {use}',
  '{} = {other}; {shape}; it {use}',
  'glossary: {}, see {other}; {use}',
  '{} is what some call {other}, with {shape}',
  'old name {other}, new name {}; with {shape}',
  'museum label: {} ({other}), it {use}',
  'catalogue: {} / {other} / {shape}',
  'learnt as {other}, known as {}, it {use} and has {shape}',
];

/** What pages put around a sentence: `{}` is the sentence. */
export const wrappings: readonly string[] = [
  '{} (photo: the author)',
  '{} | picture gallery',
  '[solved] {}',
  'question 7: {}',
  'caption: {}',
  '{} #learning',
  'from the club newsletter: {}',
  'fig. 12. {}',
  '{} (click to enlarge)',
  'today in class: {}',
  'he said: {}',
  '{} – second edition',
];
