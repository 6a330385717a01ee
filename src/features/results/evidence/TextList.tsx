import type { CSSProperties } from 'react';
import type { EvidenceBlock } from '../../../engine';
import { cosine, count, percent } from '../../common/text/formats';

interface TextListProps {
  readonly texts: readonly { readonly text: string; readonly weight: number }[];
  readonly source: EvidenceBlock['source'];
  /** What the weights say. */
  readonly title: string;
}

/** What the weights are, where they are no shares. */
const FIGURES: Readonly<Partial<Record<EvidenceBlock['source'], (weight: number) => string>>> = {
  'names of class': count,
  descriptions: cosine,
};

/** Templates, names or sentences, a bar behind each as long as its weight. */
export function TextList({ texts, source, title }: TextListProps) {
  const heaviest = Math.max(...texts.map(({ weight }) => weight)) || 1;
  const figure = FIGURES[source] ?? percent;
  return (
    <ol className="captions" aria-label={title} title={title}>
      {texts.map(({ text, weight }) => (
        <li
          key={text}
          className="caption"
          data-chosen={weight === heaviest || undefined}
          style={{ '--weight': Math.max(0, weight / heaviest) } as CSSProperties}
        >
          <span className="caption-text">{text}</span>
          <span className="caption-figures number">{figure(weight)}</span>
        </li>
      ))}
    </ol>
  );
}
