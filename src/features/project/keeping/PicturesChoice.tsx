import type { PicturesKept } from '../../../../workers/protocol';
import { bytes } from '../../common/text/formats';

/** What a project keeps of its photos' files; `size` is what copies of those on the page take, in bytes. */
export function PicturesChoice({
  value,
  size,
  onChange,
}: {
  readonly value: PicturesKept;
  readonly size: number;
  readonly onChange: (value: PicturesKept) => void;
}) {
  const options: readonly { value: PicturesKept; label: string; hint: string }[] = [
    {
      value: 'copies',
      label: size === 0 ? 'Copies of the files' : `Copies of the files (${bytes(size)})`,
      hint: 'They can be classified anew, with another model too, after the page was closed.',
    },
    {
      value: 'thumbnails',
      label: 'Small pictures only',
      hint: 'For photos of which no copy may lie in a browser, as those of patients.',
    },
  ];
  return (
    <fieldset className="projects-pictures">
      <legend className="small">Kept of the photos</legend>
      {options.map((option) => (
        <label key={option.value} className="projects-pictures-option">
          <input
            type="radio"
            name="pictures-kept"
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            <span className="muted small"> · {option.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
