import {
  classListReader,
  FernglassError,
  type ParsedClasses,
  validatePrompt,
  withoutInvisible,
} from '../../../core';
import { type ClassRecord, carryOver } from './records';
import type { EngineState, Prompts, Request } from './types';

/** A class list as it was typed, read. */
export interface ClassList extends Pick<EngineState, 'classProblems' | 'promptProblems'> {
  readonly classes: readonly ClassRecord[];
  readonly prompts: Prompts;
}

/** What is asked for, of which a class list is read. */
type Asked = Pick<Request, 'classesText' | 'prompts'>;

/** The list before, whose classes keep what was derived of them. */
type Before = Pick<ClassList, 'classes' | 'prompts'>;

/**
 * Reads the requested classes, in steps. Classes that are the same as before keep what was derived, and a prompt without
 * `{}`, as it is while it is typed, leaves the one before in force. What cannot be seen in a prompt is not read.
 * @param read `classListReader`'s, which knows the lines that it read before
 */
export function* classListSteps(
  { classesText, prompts: typed }: Asked,
  before: Before,
  read: (text: string) => Generator<void, ParsedClasses> = classListReader(),
): Generator<void, ClassList> {
  const { classes, problems } = yield* read(classesText);
  const promptProblems = {
    zeroShot: promptProblem(typed.zeroShot),
    retrieval: promptProblem(typed.retrieval),
  };
  const prompts = {
    zeroShot: promptProblems.zeroShot ? before.prompts.zeroShot : withoutInvisible(typed.zeroShot).text,
    retrieval: promptProblems.retrieval ? before.prompts.retrieval : withoutInvisible(typed.retrieval).text,
  };
  return {
    classes: yield* carryOver(before, classes, prompts),
    prompts,
    classProblems: problems,
    promptProblems,
  };
}

function promptProblem(template: string): FernglassError | null {
  try {
    validatePrompt(template);
    return null;
  } catch (thrown) {
    if (thrown instanceof FernglassError) return thrown;
    throw thrown;
  }
}
