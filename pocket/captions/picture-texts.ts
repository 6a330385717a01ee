import type { Content, Knowledge, WorldClass } from '../domain.ts';
import type { Random } from '../random.ts';
import { claimOf } from './claims.ts';
import { type Description, describe } from './describe.ts';
import { isScientific, kindOf, subjectOf, tellingOf } from './subjects.ts';
import { withArticle } from './wording.ts';

export { allClaims } from './claims.ts';

/** The prompts that classifiers are asked with; the article is theirs, right or wrong. */
export const PROMPTS: readonly string[] = [
  'a photo of a {}',
  'a picture of a {}',
  'a drawing of a {}',
  'a photo of the {}',
  '{}',
  'an image of a {}',
];

/** Other short texts of a name alone, as its domain puts it; `{a}` is the name with its article. */
const namings: Readonly<Record<Knowledge['slug'], readonly string[]>> = {
  circuits: [
    'a circuit diagram of {a}',
    'a schematic of {a}',
    'a drawing of {a}',
    'the circuit of {a}',
    '{} schematic',
    '{} circuit diagram',
    'how {a} is wired',
    'here is {a}',
  ],
  components: [
    'the symbol of {a}',
    'a schematic symbol for {a}',
    'symbol: {}',
    'the sign for {a}',
    '{} in a schematic',
    '{} symbol',
    'how to draw {a}',
    'here is {a}',
  ],
  ferns: [
    'a frond of {a}',
    '{} frond',
    'a pressed specimen, {}',
    'a fern, the {}',
    '{} in the herbarium',
    'silhouette of {a}',
    'this must be {a}',
    '{}, seen today',
  ],
};

const syllables = 'al,ber,cor,den,el,fen,gar,hol,is,kel,lin,mar,nor,ost,per,ron'.split(',');

/** A name nobody has heard of, as captions are full of: people, firms, places. */
function inventedName(random: Random): string {
  const word = random.sample(syllables, random.whole(2, 3)).join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** How a text calls a picture without its name: something, one of its kind, or one of its kind under an invented name. */
function namelessSubject(knowledge: Knowledge, cls: WorldClass, random: Random): Description {
  const kind = kindOf(knowledge, cls);
  const choice = random.next();
  if (kind === undefined || choice < 0.45)
    return { text: random.pick(knowledge.namelessSubjects), claims: [] };
  return {
    text: withArticle(choice < 0.7 ? kind : `${inventedName(random)} ${cls.kind}`),
    claims: [claimOf.kind(knowledge, cls)],
  };
}

/** A description that neither bears the class's name nor gives it away. */
function namelessText(knowledge: Knowledge, cls: WorldClass, content: Content, random: Random): Description {
  const telling = tellingOf(knowledge, cls);
  for (let attempt = 0; attempt < 40; attempt++) {
    const subject = namelessSubject(knowledge, cls, random);
    const { text, claims } = describe(knowledge, cls, subject.text, content, random);
    if (!telling.test(text)) return { text, claims: [...subject.claims, ...claims] };
  }
  // Of some pictures every wording holds the name: "two coils" of a coil.
  const subjects = knowledge.namelessSubjects.filter((subject) => !telling.test(subject));
  return { text: random.pick(subjects), claims: [claimOf.domain(knowledge)] };
}

/** A text that bears the class's name: a prompt, or a description. */
function namedText(knowledge: Knowledge, cls: WorldClass, content: Content, random: Random): Description {
  const name = random.chance(0.7)
    ? cls.name
    : random.pick(cls.synonyms.length > 0 ? cls.synonyms : [cls.name]);
  const own = claimOf.name(cls);
  if (random.chance(0.3)) {
    const { text, claims } = describe(knowledge, cls, subjectOf(knowledge, name, random), content, random);
    return { text, claims: [own, ...claims] };
  }
  const choice = random.next();
  const form =
    choice < 0.25
      ? knowledge.zeroShotPrompt
      : random.pick<string>(choice < 0.65 ? PROMPTS : namings[knowledge.slug]);
  const article = isScientific(knowledge, name) ? name : withArticle(name);
  return {
    text: form.replaceAll('{}', name).replaceAll('{a}', article),
    claims: [own, claimOf.domain(knowledge)],
  };
}

/**
 * Texts to train with for one picture. A named picture has its class's name, or one of its synonyms, in about half of them; any
 * other is only described, so that its name is learnt nowhere else.
 */
export function textsFor(
  knowledge: Knowledge,
  cls: WorldClass,
  content: Content,
  named: boolean,
  count: number,
  random: Random,
): Description[] {
  return Array.from({ length: count }, () =>
    (named && random.chance(0.5) ? namedText : namelessText)(knowledge, cls, content, random),
  );
}
