import type { PartName } from './knowledge/parts.ts';
import type { WideHand } from './pictures/wide/hand.ts';

/** The domains of the pocket world, as people call them. */
type DomainName = 'circuit diagrams' | 'component symbols' | 'fern fronds';

/** Which set of pictures a style is drawn for: 'test' styles are never seen in training, nor in choosing settings. */
export type Split = 'train' | 'validation' | 'test';

/** A class: what people call it, and what is true of every picture of it. */
export interface WorldClass {
  readonly name: string;
  /** Other names in use, for example scientific ones. */
  readonly synonyms: readonly string[];
  /** The family it belongs to, an everyday word of its domain. */
  readonly kind: string;
  /** Keys of its domain's facts. */
  readonly facts: readonly string[];
}

/**
 * Something that can be said of classes besides their names, in several wordings. A `shape` follows "with" ("with four diodes in a
 * diamond"), a `use` follows "it" ("it grows on shaded limestone walls").
 */
export type Fact = readonly ['shape' | 'use', ...string[]];

/** What is known of a domain: its classes, the most talked-of first, and what can be said of them. */
export interface Knowledge {
  readonly domain: DomainName;
  /** Short name for files and options. */
  readonly slug: 'circuits' | 'components' | 'ferns';
  /** Domain-specific zero-shot prompt (CoRE table 5). */
  readonly zeroShotPrompt: string;
  readonly classes: readonly WorldClass[];
  readonly facts: Readonly<Record<string, Fact>>;
  /** Subjects of sentences that give no name away ("a frond"). */
  readonly namelessSubjects: readonly string[];
}

/** What one picture shows besides what is true of its whole class. */
export interface Content {
  readonly parts: ReadonlyMap<PartName, number>;
  /** Keys of the domain's facts that hold of this picture only (an IEC resistor is a box, an ANSI one a zigzag). */
  readonly facts: readonly string[];
  /** Keys of facts that hold of its class and not of this picture, as a wide hand drew it. */
  readonly lacks?: readonly string[];
}

/** A finished picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]`, 8 bits each. */
  readonly rgb: Uint8Array;
  readonly content: Content;
}

/** Pixels of a square picture (the drawing squeezed as the encoder's resize would), or pixels in all of one in its natural aspect. */
export type PictureSize = { readonly square: number } | { readonly pixels: number };

/** Draws the pictures of a domain. Everything about a picture follows from the arguments; without a hand it is one at home. */
export interface Drawer {
  readonly styles: readonly { readonly name: string; readonly split: Split }[];
  /** Throws for a class or style that it does not know. */
  draw(className: string, style: string, seed: string | number, size: PictureSize, hand?: WideHand): Picture;
  /** What `draw` with the same arguments shows, without rendering it. */
  content(className: string, style: string, seed: string | number, hand?: WideHand): Content;
}
