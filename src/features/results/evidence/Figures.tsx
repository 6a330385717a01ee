import type { Figure } from '../../../../core';
import { setting } from '../../common/text/formats';

/** Single numbers on the way to a score. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="why-block figures number">
      {figures.map(({ title, value }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{setting(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
