import type { ReactNode } from 'react';
import type { ColumnGroup, ExportFormat } from '../../../../workers/protocol';
import { folderPicker } from '../../common/folder-picker';
import { usePage } from '../../page-state';
import { type ExportChoices, useExportChoices } from './export-choices';
import { WORDS } from './format-words';

const set = (change: Partial<ExportChoices>) => useExportChoices.setState(change);

const PLACES = [
  ['exact', 'As the photos have it'],
  ['rounded', 'Rounded to 0.1°, some 11 km'],
  ['none', 'Left out'],
] as const;

const COLUMNS: readonly (readonly [group: ColumnGroup, words: string])[] = [
  ['photo', 'What photos say of themselves'],
  ['label', 'Who labelled it, and when'],
  ['settings', 'Method, prompts, model, index'],
];

const LICENCES = [
  ['', 'None'],
  ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0 1.0'],
  ['https://creativecommons.org/licenses/by/4.0/', 'CC BY 4.0'],
  ['https://creativecommons.org/licenses/by-nc/4.0/', 'CC BY-NC 4.0'],
] as const;

const DESIGNS = [
  ['opportunistic', 'Opportunistic'],
  ['targeted', 'Targeted'],
  ['simpleRandom', 'Simple random'],
  ['systematicRandom', 'Systematic random'],
  ['clusteredRandom', 'Clustered random'],
  ['experimental', 'Experimental'],
] as const;

/** The choices of one form that concern all photos. */
export function ExportFields({ format }: { readonly format: ExportFormat }) {
  const choices = useExportChoices();
  const reviewer = usePage((page) => page.reviewer);
  const has = new Set(WORDS[format].choices);
  return (
    <div className="export-fields">
      {has.has('answers') && (
        <Tick
          words="Machine answers too"
          checked={!choices.labelsOnly.includes(format)}
          onChange={(answers) =>
            set({
              labelsOnly: answers
                ? choices.labelsOnly.filter((other) => other !== format)
                : [...choices.labelsOnly, format],
            })
          }
        />
      )}
      {has.has('columns') && (
        <Select
          words="File"
          value={choices.table}
          options={[
            ['csv', 'CSV'],
            ['xlsx', 'Excel (XLSX)'],
            ['parquet', 'Parquet, with embeddings'],
          ]}
          onChange={(table) => set({ table: table as ExportChoices['table'] })}
        />
      )}
      {has.has('columns') &&
        COLUMNS.map(([group, words]) => (
          <Tick
            key={group}
            words={words}
            checked={!choices.without.includes(group)}
            onChange={(wanted) =>
              set({
                without: wanted
                  ? choices.without.filter((other) => other !== group)
                  : [...choices.without, group],
              })
            }
          />
        ))}
      {has.has('place') && (
        <Select
          words="Place"
          value={choices.place}
          options={format === 'camtrap-dp' ? PLACES.slice(0, 2) : PLACES}
          onChange={(place) => set({ place: place as ExportChoices['place'] })}
        />
      )}
      {has.has('licence') && (
        <Select
          words="Licence of records and photos"
          value={choices.licence}
          options={LICENCES}
          onChange={(licence) => set({ licence })}
        />
      )}
      {has.has('study') && (
        <>
          <Field words="Project title">
            <input
              className="field"
              value={choices.title}
              placeholder="Photos classified with Fernglass"
              onChange={({ target }) => set({ title: target.value })}
            />
          </Field>
          <Field words="Contact">
            <input
              className="field"
              value={reviewer}
              placeholder="unnamed"
              onChange={({ target }) => usePage.setState({ reviewer: target.value })}
            />
          </Field>
          <Select
            words="Sampling design"
            value={choices.samplingDesign}
            options={DESIGNS}
            onChange={(design) => set({ samplingDesign: design as ExportChoices['samplingDesign'] })}
          />
          <Select
            words="Cameras take photos"
            value={choices.captureMethod}
            options={[
              ['activityDetection', 'when something moves'],
              ['timeLapse', 'at set times'],
            ]}
            onChange={(method) => set({ captureMethod: method as ExportChoices['captureMethod'] })}
          />
        </>
      )}
      {has.has('sidecars') && (
        <>
          <Select
            words="Names of sidecars"
            value={choices.sidecarName}
            options={[
              ['photo.xmp', 'photo.xmp (Adobe)'],
              ['photo.jpg.xmp', 'photo.jpg.xmp (digiKam, darktable)'],
            ]}
            onChange={(name) => set({ sidecarName: name as ExportChoices['sidecarName'] })}
          />
          <Field words="Keyword above the classes">
            <input
              className="field"
              value={choices.keywordRoot}
              placeholder="none: flat keywords"
              onChange={({ target }) => set({ keywordRoot: target.value })}
            />
          </Field>
        </>
      )}
      {has.has('sorting') && (
        <Select
          words="Sort by"
          value={choices.sorting}
          options={[
            ['copies', 'copies in an archive, with metadata.csv'],
            ...(folderPicker() === null ? [] : [['folder', 'copies in a folder of yours'] as const]),
            ['scripts', 'scripts that move the files'],
          ]}
          onChange={(sorting) => set({ sorting: sorting as ExportChoices['sorting'] })}
        />
      )}
    </div>
  );
}

interface TickProps {
  readonly words: string;
  readonly checked: boolean;
  onChange(checked: boolean): void;
}

const Tick = ({ words, checked, onChange }: TickProps) => (
  <label className="row export-tick">
    <input type="checkbox" checked={checked} onChange={({ target }) => onChange(target.checked)} />
    {words}
  </label>
);

const Field = ({ words, children }: { readonly words: string; readonly children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
  <label className="export-field">
    <span className="small muted">{words}</span>
    {children}
  </label>
);

interface SelectProps {
  readonly words: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  onChange(value: string): void;
}

const Select = ({ words, value, options, onChange }: SelectProps) => (
  <Field words={words}>
    <select className="select" value={value} onChange={({ target }) => onChange(target.value)}>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  </Field>
);
