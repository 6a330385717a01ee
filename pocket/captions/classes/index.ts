import type { Content, WorldClass } from '../../domain.ts';
import { type Random, seeded } from '../../random.ts';
import { type Domain, styleNames } from '../../world.ts';
import { describe, factsOf, worded } from '../describe.ts';
import { plainly, subjectOf } from '../subjects.ts';
import { normalised } from '../wording.ts';
import { chatter, comparing, glossary, vague, wrappings } from './chatter.ts';

/** How many captions the class of a rank has: nearly eighty for the first of its domain, some thirty for the last. */
function captionCount(rank: number, classes: number): number {
  return Math.round(29 + 49 / (1 + (5 * rank) / classes));
}

/** The drawing that a sentence was told of: what its domain's drawer takes. */
export interface ToldOf {
  readonly className: string;
  readonly style: string;
  readonly seed: string;
}

/** A sentence about a class. */
export interface ClassSentence {
  readonly text: string;
  readonly of: ToldOf;
}

const fill = (form: string, slots: Readonly<Record<string, string>>): string =>
  form.replace(/\{(\w*)\}/g, (_, slot: string) => slots[slot]!);

/** Tells sentences about the classes of one domain. */
class Teller {
  private readonly styles: readonly string[];
  private drawn = 0;
  /** The drawings that the sentence under way looked at. */
  private lookedAt: ToldOf[] = [];

  constructor(
    private readonly domain: Domain,
    private readonly seed: string,
    private readonly random: Random,
  ) {
    this.styles = styleNames(domain.drawer, 'train');
  }

  /** What some drawing of the class shows that is in no split. */
  private content({ name }: WorldClass): Content {
    const { knowledge, drawer } = this.domain;
    const seed = `corpus/${this.seed}/${name}/${this.drawn++}`;
    const style = this.random.pick(this.styles);
    this.lookedAt.push({ className: name, style, seed });
    const content = drawer.content(name, style, seed);
    // The only part that every picture of a component shows is the component.
    return knowledge.slug === 'components' ? { ...content, parts: new Map() } : content;
  }

  /** Another class, half the time a relation. */
  private other(cls: WorldClass): WorldClass {
    const others = this.domain.knowledge.classes.filter((each) => each !== cls);
    const relations = others.filter(({ kind }) => kind === cls.kind);
    return this.random.pick(relations.length > 0 && this.random.chance(0.5) ? relations : others);
  }

  /** A description that is true, or one of another class under this one's name. */
  private description(name: string, of: WorldClass): string {
    const { knowledge } = this.domain;
    const subject = subjectOf(knowledge, name, this.random);
    return describe(knowledge, of, subject, this.content(of), this.random).text;
  }

  private fact(cls: WorldClass, sort: 'shape' | 'use', not?: WorldClass): string | undefined {
    const { knowledge } = this.domain;
    const keys = factsOf(knowledge, cls, this.content(cls), sort).filter((key) => !not?.facts.includes(key));
    return keys.length > 0 ? worded(knowledge, this.random.pick(keys), this.random) : undefined;
  }

  private filled(form: string, cls: WorldClass, name: string, other: WorldClass): string | undefined {
    const { knowledge } = this.domain;
    const [shape, use] = [
      this.fact(cls, 'shape', form.includes('{b}') ? other : undefined),
      this.fact(cls, 'use'),
    ];
    if (form.includes('{kind}') && (name === cls.kind || cls.name === cls.kind)) return undefined;
    if ((form.includes('{shape}') && !shape) || (form.includes('{use}') && !use)) return undefined;
    return fill(form, {
      '': name,
      a: plainly(knowledge, name),
      b: plainly(knowledge, this.random.pick([other.name, other.name, ...other.synonyms])),
      kind: cls.kind,
      other: this.random.pick([cls.name, ...cls.synonyms].filter((each) => each !== name)),
      shape: shape ?? '',
      use: use ?? '',
    });
  }

  /** A sentence about a class under one of its names, and the first drawing that it looked at. */
  sentence(cls: WorldClass, name: string): ClassSentence | undefined {
    this.lookedAt = [];
    const text = this.told(cls, name);
    return text === undefined ? undefined : { text, of: this.lookedAt[0]! };
  }

  private told(cls: WorldClass, name: string): string | undefined {
    const { random } = this;
    const other = this.other(cls);
    const choice = random.next();
    const from = (forms: readonly string[]) => this.filled(random.pick(forms), cls, name, other);
    if (choice < 0.135) return from(chatter[this.domain.knowledge.slug]);
    if (choice < 0.18) return from(vague);
    if (choice < 0.26) return from(comparing);
    if (choice < 0.34) return cls.synonyms.length > 0 ? from(glossary) : undefined;
    const text = this.description(name, choice < 0.38 ? other : cls);
    return random.chance(0.12) ? fill(random.pick(wrappings), { '': text }) : text;
  }
}

/**
 * Sentences about the classes of a domain, by their names and synonyms: mostly parts, shape and use, some chatter, comparisons and errors.
 * No two agree in their letters and digits.
 */
export function aboutClasses(domain: Domain, seed: string): ClassSentence[] {
  const { classes } = domain.knowledge;
  const sentences = new Map<string, ClassSentence>();
  for (const [rank, cls] of classes.entries()) {
    const random = seeded('corpus', seed, domain.knowledge.slug, cls.name);
    const teller = new Teller(domain, seed, random);
    const names = [cls.name, ...cls.synonyms];
    const until = sentences.size + captionCount(rank, classes.length);
    for (let told = 0; sentences.size < until; ) {
      const name = names[told] ?? (random.chance(0.7) ? cls.name : random.pick(names));
      const sentence = teller.sentence(cls, name);
      if (sentence === undefined || sentences.has(normalised(sentence.text))) continue;
      sentences.set(normalised(sentence.text), sentence);
      told++;
    }
  }
  return [...sentences.values()];
}
