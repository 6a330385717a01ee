import type { ParameterValues } from '../../../../core';
import type { CaptionRules, ModelSource, SearchMode } from '../../../../workers/protocol';

/** Both templates hold `{}` where the class name goes (CoRE table 5: domain-specific for zero-shot, generic for retrieval). */
export interface Prompts {
  readonly zeroShot: string;
  readonly retrieval: string;
}

/** What the user asked for. Everything derived from it carries the part of the request it was made from. */
export interface Request {
  readonly model: ModelSource;
  readonly manifestUrl: string;
  readonly classesText: string;
  readonly prompts: Prompts;
  /** How captions are sought for the classes; photos are always searched by meaning. */
  readonly searchMode: SearchMode;
  /** Captions that searches pass over. */
  readonly captionRules: Required<CaptionRules>;
  /** Memory that the captions of the index may take, in MB (10⁶ bytes). */
  readonly indexMemory: number;
  /** Part of the nearest captions that a search in a large index is to find, in percent. */
  readonly indexRecall: number;
  /** Prompt templates for methods that weigh several, one a line. */
  readonly templates: string;
  /** Id of the method. */
  readonly method: string;
  /** By method id, what the user moved; a method without an entry starts from its initial values. */
  readonly parameters: Readonly<Record<string, ParameterValues>>;
}

/** A checkpoint the menu offers. */
export interface ModelChoice {
  readonly source: ModelSource;
  readonly title: string;
  /** One line: width, download size, what it is good for. */
  readonly description: string;
}
