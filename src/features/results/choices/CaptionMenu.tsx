import { ActionMenu } from '../../common/components/ActionMenu';
import { useEngine, useEngineState } from '../../engine-context';
import { type ChoicePlace, choiceOf, choose, wordsOf } from './choose';
import './choices.css';

interface CaptionMenuProps {
  readonly text: string;
  /** The class or photo that the list of captions belongs to. */
  readonly of: NonNullable<ChoicePlace>;
  /** A class that a photo's caption can be pinned to, beside the photo itself; null where there is none. */
  readonly answer: string | null;
  /** Whether its button is the one of the list that Tab reaches; arrows reach the others. */
  readonly isTabStop: boolean;
}

type Act = readonly [id: string, words: string, act: () => void];

/** What can be done with a caption: leave it out, here or everywhere, pin it, or take that back. */
export function CaptionMenu({ text, of, answer, isTabStop }: CaptionMenuProps) {
  const engine = useEngine();
  const choices = useEngineState((state) => state.request.captionChoices);
  const isPinned = choiceOf(choices, text, of)?.kind === 'pinned';
  const toClass = 'file' in of && answer !== null ? { className: answer } : null;
  const isPinnedToClass = toClass !== null && choiceOf(choices, text, toClass)?.kind === 'pinned';
  const acts: Act[] = [
    ['out here', `Leave out ${wordsOf(of)}`, () => choose(engine, text, of, 'left out')],
    ['out', 'Leave out everywhere', () => choose(engine, text, null, 'left out')],
    isPinned
      ? ['unpin', 'Pin no longer', () => choose(engine, text, of, null)]
      : ['pin', `Pin ${wordsOf(of)}`, () => choose(engine, text, of, 'pinned')],
  ];
  if (toClass !== null)
    acts.push(
      isPinnedToClass
        ? ['unpin class', `Pin no longer ${wordsOf(toClass)}`, () => choose(engine, text, toClass, null)]
        : ['pin class', `Pin ${wordsOf(toClass)}`, () => choose(engine, text, toClass, 'pinned')],
    );
  return (
    <span className="caption-menu">
      <ActionMenu
        label={`Caption: ${text}`}
        disabled={false}
        tabStop={isTabStop}
        items={acts.map(([id, words]) => ({ id, words }))}
        onChoose={(chosen) => acts.find(([id]) => id === chosen)?.[2]()}
      >
        {null}
      </ActionMenu>
    </span>
  );
}
