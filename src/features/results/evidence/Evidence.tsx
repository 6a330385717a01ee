import { memo, useId, useMemo } from 'react';
import { reads } from '../../../../core';
import type { Answer, EvidenceBlock, Explanation } from '../../../engine';
import { useEngineState } from '../../engine-context';
import { useMethod } from '../../methods/useMethod';
import { usePage } from '../../page-state';
import type { ChoicePlace } from '../choices/choose';
import { LeftOut } from '../choices/LeftOut';
import { rankedNames } from '../ranked-names';
import { CaptionList } from './CaptionList';
import { ClassPicker } from './ClassPicker';
import { Distributions } from './Distributions';
import { Figures } from './Figures';
import { IndexReason } from './IndexReason';
import { IndexSource } from './IndexSource';
import { PhotoList } from './PhotoList';
import { TextList } from './TextList';
import { foundAlike } from './words/found-by';
import { type NameMarker, nameMarker } from './words/mark-names';

interface EvidenceProps {
  /** The photo's file: choices of its captions go by it. */
  readonly file: string;
  readonly answer: Answer;
  readonly explanation: Explanation;
}

/**
 * What moved the answer, whatever the method: lists of captions, texts and photos, and the numbers between. Drawn again only
 * where these change: a label changes none of it.
 */
export const Evidence = memo(function Evidence({ file, answer, explanation }: EvidenceProps) {
  const method = useMethod();
  const classes = useEngineState((state) => state.shownClasses);
  const marker = useMemo(() => nameMarker(classes), [classes]);
  const ofPhoto = explanation.blocks.filter(({ classIndex }) => classIndex === null);
  const ofClasses = useMemo(
    () => explanation.blocks.filter(({ classIndex }) => classIndex !== null),
    [explanation],
  );
  const best = answer.names === null ? (answer.enriched[0]?.index ?? null) : null;
  const readsCaptions = reads(method, 'captions of photo') || reads(method, 'captions of class');
  return (
    <>
      {readsCaptions && <IndexReason />}
      {readsCaptions && <IndexSource />}
      {explanation.figures.length > 0 && <Figures figures={explanation.figures} />}
      {explanation.distributions.length > 0 && (
        <Distributions distributions={explanation.distributions} names={rankedNames(answer, classes)} />
      )}
      {ofPhoto.map((block) => (
        <Section key={block.source} block={block}>
          <Block
            block={block}
            marker={marker}
            best={best}
            of={block.source === 'captions of photo' ? { file } : null}
            answer={best === null ? null : (classes[best]?.name ?? null)}
          />
        </Section>
      ))}
      {ofClasses.length > 0 && <OfClasses answer={answer} blocks={ofClasses} marker={marker} />}
    </>
  );
});

/** What stands over a list, by where its things come from. */
const HEADINGS: Readonly<Record<EvidenceBlock['source'], string>> = {
  'captions of photo': 'Captions near this photo',
  'paired captions of photo': 'Captions of pictures like this photo',
  'captions of class': 'Captions near the class',
  templates: 'Prompt templates',
  'names of class': 'Names of the class',
  descriptions: 'Your sentences about the class',
  'labelled photos': 'Photos you accepted',
  photos: 'Photos like this one',
};

function Section({ block, children }: { readonly block: EvidenceBlock; readonly children: React.ReactNode }) {
  const id = useId();
  return (
    <section className="why-block" aria-labelledby={id}>
      <div className="captions-head">
        <h3 id={id}>{HEADINGS[block.source]}</h3>
        {block.source === 'captions of class' && block.kind === 'captions' && (
          <span className="small muted">{foundAlike(block.captions)}</span>
        )}
      </div>
      {children}
    </section>
  );
}

interface BlockProps {
  readonly block: EvidenceBlock;
  readonly marker: NameMarker;
  readonly best: number | null;
  /** What a choice of its captions is for; null where none can be made. */
  readonly of: ChoicePlace;
  readonly answer: string | null;
}

function Block({ block, marker, best, of, answer }: BlockProps) {
  switch (block.kind) {
    case 'captions':
      return (
        <>
          <CaptionList
            evidence={block.captions}
            marker={marker}
            best={best}
            title={block.title}
            empty="None yet."
            of={of}
            answer={answer}
          />
          {of !== null && <LeftOut of={of} />}
        </>
      );
    case 'texts':
      return <TextList texts={block.texts} source={block.source} title={block.title} />;
    case 'photos':
      return <PhotoList photos={block.photos} title={block.title} />;
  }
}

interface OfClassesProps {
  readonly answer: Answer;
  readonly blocks: readonly EvidenceBlock[];
  readonly marker: NameMarker;
}

/** Lists that belong to a class: those of the best one, until another is chosen. */
function OfClasses({ answer, blocks, marker }: OfClassesProps) {
  const classes = useEngineState((state) => state.shownClasses);
  const chosen = usePage((page) => page.evidenceClass);
  const byClass = useMemo(() => new Map(blocks.map((block) => [block.classIndex, block])), [blocks]);
  const labelAt = (index: number, place: number) => `${place + 1}. ${classes[index]?.name ?? ''}`;
  // The best class of those that have something to show.
  const best = answer.enriched.find(({ index }) => byClass.has(index));
  const block = byClass.get(chosen) ?? byClass.get(best?.index ?? null);
  if (block?.classIndex == null) return null;
  const shown = block.classIndex;
  return (
    <Section block={block}>
      <ClassPicker
        className="captions-class"
        label={block.source === 'captions of class' ? 'Captions of class' : HEADINGS[block.source]}
        value={String(shown)}
        nothing={null}
        count={byClass.size}
        options={() =>
          answer.enriched.flatMap(({ index }, place) =>
            byClass.has(index) ? [{ value: String(index), label: labelAt(index, place) }] : [],
          )
        }
        labelOf={(value) =>
          labelAt(
            Number(value),
            answer.enriched.findIndex(({ index }) => index === Number(value)),
          )
        }
        onChoose={(index) => usePage.setState({ evidenceClass: Number(index) })}
      />
      <Block
        block={block}
        marker={marker}
        best={shown}
        of={block.source === 'captions of class' ? { className: classes[shown]?.name ?? '' } : null}
        answer={null}
      />
    </Section>
  );
}
