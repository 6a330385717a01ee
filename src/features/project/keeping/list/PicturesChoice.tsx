import { bytes } from '../../../common/text/formats';
import type { PageSettings } from '../../../page-settings';

type Keeps = PageSettings['keeps'];

/** What is kept of photos, and whether anything is; `size` is what copies of those on the page take, in bytes. */
export function PicturesChoice({
  value,
  size,
  onChange,
}: {
  readonly value: Keeps;
  readonly size: number;
  readonly onChange: (value: Keeps) => void;
}) {
  const options: readonly { value: Keeps; label: string; hint: string }[] = [
    {
      value: 'references',
      label: 'Where the files lie',
      hint: 'They stay in the folders that you dropped or opened; files of which the browser does not tell that are copied.',
    },
    {
      value: 'copies',
      label: size === 0 ? 'Copies of the files' : `Copies of the files (${bytes(size)})`,
      hint: 'They can be classified anew, with another model too, wherever the files are later.',
    },
    {
      value: 'thumbnails',
      label: 'Small pictures only',
      hint: 'No copy of a photo lies in the browser.',
    },
    {
      value: 'nothing',
      label: 'Nothing: this project leaves no trace',
      hint: 'For photos of patients, for instance. Photos, labels and classes are gone once the page is closed; what is kept of the open project is removed now, for good.',
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
